"""Which texts fit best what somebody asks: BM25 over pairs of characters, with a text's length taken into account.

Pairs find names that no dictionary knows; measured, they order better than words, and as well as both together. What is rare counts more
than in plain BM25 (idf to a power), and so does how much of the question a text holds: who writes ten words means all of them. An index
of a database finds, this puts in order; for some ten thousand texts the ranker itself is index enough.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise
from math import log
from typing import Generic, TypeVar

from huiyin.language.folding import fold
from huiyin.language.segment import HAN

Key = TypeVar("Key", bound=Hashable)

LENGTH = 20_000  # characters of a text that are read
QUERY_TERMS = 400  # of a longer question the rarest
_SOME = 0.3  # of the score stays to a text that holds hardly anything of a few words
LETTER = 40  # different terms: a question of more is a letter, not a few words
_UNITS = re.compile(rf"[{HAN}]|[a-z]+[0-9]*|[0-9]+")


@dataclass(frozen=True, slots=True)
class _Way:
    """How terms are weighed: BM25's k1, b and k3, the power of what is rare, and whether a text should hold all that was asked."""

    saturation: float
    length_counts: float
    repeated: float
    rarity: float
    wants_all: bool


#: Who writes a few words means each of them; a letter says much beside its matter, names it several times, and no text holds all of it.
_WORDS = _Way(1.2, 0.9, 1.0, 1.25, wants_all=True)
_LETTER = _Way(2.5, 0.95, 3.0, 2.0, wants_all=False)


@dataclass(frozen=True, slots=True)
class Hit(Generic[Key]):
    """A text that fits, by its key, and how well: only to be compared within one answer."""

    key: Key
    score: float


def ranking_terms(text: str) -> list[str]:
    """Gives the terms by which a text is ranked: two neighbouring units, a Latin word or a number alone. Takes any text."""
    units = _UNITS.findall(fold(text[:LENGTH]))
    return [left + right for left, right in pairwise(units)] + [unit for unit in units if unit.isascii()]


class Ranker(Generic[Key]):
    """An index in memory: texts are added, taken away, and asked for."""

    def __init__(self, texts: Iterable[tuple[Key, str]] = ()) -> None:
        self._postings: dict[str, dict[Key, int]] = {}
        self._lengths: dict[Key, int] = {}
        self._terms: dict[Key, tuple[str, ...]] = {}
        self._total = 0
        for key, text in texts:
            self.add(key, text)

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, key: Key, text: str) -> None:
        """Takes a text up; one with this key goes first."""
        self.remove(key)
        counted = Counter(ranking_terms(text))
        for term, times in counted.items():
            self._postings.setdefault(term, {})[key] = times
        self._terms[key] = tuple(counted)
        self._lengths[key] = counted.total()
        self._total += self._lengths[key]

    def remove(self, key: Key) -> None:
        """Takes a text away, if it is there."""
        for term in self._terms.pop(key, ()):
            postings = self._postings[term]
            del postings[key]
            if not postings:
                del self._postings[term]
        self._total -= self._lengths.pop(key, 0)

    def rank(self, query: str, most: int = 10) -> list[Hit[Key]]:
        """Gives the texts that fit best, best first. Takes any question, a word or a whole letter."""
        counted = Counter(ranking_terms(query))
        way = _WORDS if len(counted) <= LETTER else _LETTER
        asked = [(self._rarity(term) ** way.rarity, term, times) for term, times in counted.items()]
        asked = nlargest(QUERY_TERMS, asked) if len(asked) > QUERY_TERMS else asked
        mean = self._total / max(1, len(self))
        scores: dict[Key, float] = {}
        held: dict[Key, float] = {}
        for rarity, term, times in asked:
            weight = rarity * (way.repeated + 1) * times / (times + way.repeated)
            for key, there in self._postings.get(term, {}).items():
                size = 1 - way.length_counts + way.length_counts * self._lengths[key] / mean
                scores[key] = scores.get(key, 0.0) + weight * there / (there + way.saturation * size)
                held[key] = held.get(key, 0.0) + rarity
        possible = sum(rarity for rarity, _, _ in asked)
        if way.wants_all:
            scores = {key: score * (_SOME + held[key] / possible) for key, score in scores.items()}
        return nlargest(most, (Hit(key, score) for key, score in scores.items()), key=lambda hit: hit.score)

    def _rarity(self, term: str) -> float:
        having = len(self._postings.get(term, ()))
        return log(1 + (len(self) - having + 0.5) / (having + 0.5))
