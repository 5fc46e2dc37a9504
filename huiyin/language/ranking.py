"""Which texts fit best what somebody asks: BM25 over pairs of characters, and a second look at the best.

Pairs find names that no dictionary knows; measured, they order better than words, and as well as both together. What is rare counts more
than in plain BM25 (idf to a power), and so does how much of the question a text holds: who writes ten words means all of them. The second
look asks two things of the best: whether they have the question's single characters, for the same matter is often put in other words that
share one of two (书屋, 书店); and whether they number other things than the question (bus 707 is not bus 132). An index of a database
finds, this puts in order; for some ten thousand texts the ranker itself is index enough.
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
from huiyin.language.numbered import Numbered, numbered, other_things
from huiyin.language.segment import HAN

Key = TypeVar("Key", bound=Hashable)

LENGTH = 20_000  # characters of a text that are read
QUERY_TERMS = 400  # of a longer question the rarest that any text has
LOOKED_AT = 60  # the best by pairs, which are looked at a second time
_OTHER = 0.7  # of the score stays to a text that numbers other things than the question
_SOME = 0.3  # of the score stays to a text that holds hardly anything of a few words
LETTER = 40  # different terms: a question of more is a letter, not a few words
_UNITS = re.compile(rf"[{HAN}]|[a-z]+[0-9]*|[0-9]+")


@dataclass(frozen=True, slots=True)
class _Way:
    """How terms are weighed: BM25's k1, b and k3, the power of what is rare, what single characters count beside pairs, and whether a
    text should hold all that was asked."""

    saturation: float
    length_counts: float
    repeated: float
    rarity: float
    singles: float
    wants_all: bool


#: Who writes a few words means each of them; a letter says much beside its matter, names it several times, and no text holds all of it.
_WORDS = _Way(1.2, 0.95, 1.0, 1.5, 0.75, wants_all=True)
_LETTER = _Way(2.5, 1.0, 3.0, 2.0, 0.15, wants_all=False)


@dataclass(frozen=True, slots=True)
class Hit(Generic[Key]):
    """A text that fits, by its key, and how well: only to be compared within one answer."""

    key: Key
    score: float


def ranking_terms(text: str) -> list[str]:
    """Gives the terms by which a text is ranked: two neighbouring units, a Latin word or a number alone. Takes any text."""
    return _terms(_units(text))


def _units(text: str) -> list[str]:
    return _UNITS.findall(fold(text[:LENGTH]))


def _terms(units: list[str]) -> list[str]:
    return [left + right for left, right in pairwise(units)] + [unit for unit in units if unit.isascii()]


class Ranker(Generic[Key]):
    """An index in memory: texts are added, taken away, and asked for."""

    def __init__(self, texts: Iterable[tuple[Key, str]] = ()) -> None:
        self._postings: dict[str, dict[Key, int]] = {}
        self._lengths: dict[Key, int] = {}
        self._terms: dict[Key, tuple[str, ...]] = {}
        self._numbered: dict[Key, Numbered] = {}
        self._total = 0
        for key, text in texts:
            self.add(key, text)

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, key: Key, text: str) -> None:
        """Takes a text up; one with this key goes first."""
        self.remove(key)
        units = _units(text)
        counted = Counter(_terms(units))
        self._lengths[key] = counted.total()
        self._total += self._lengths[key]
        counted.update(unit for unit in units if not unit.isascii())  # Latin words and numbers are terms already
        for term, times in counted.items():
            self._postings.setdefault(term, {})[key] = times
        self._terms[key] = tuple(counted)
        if named := numbered(fold(text[:LENGTH])):
            self._numbered[key] = named

    def remove(self, key: Key) -> None:
        """Takes a text away, if it is there."""
        for term in self._terms.pop(key, ()):
            postings = self._postings[term]
            del postings[key]
            if not postings:
                del self._postings[term]
        self._numbered.pop(key, None)
        self._total -= self._lengths.pop(key, 0)

    def rank(self, query: str, most: int = 10) -> list[Hit[Key]]:
        """Gives the texts that fit best, best first. Takes any question, a word or a whole letter."""
        units = _units(query)
        counted = Counter(_terms(units))
        way = _WORDS if len(counted) <= LETTER else _LETTER
        sizes = self._sizes(way)
        scores = self._by_pairs(counted, way, sizes)
        best = nlargest(LOOKED_AT, scores, key=scores.__getitem__)
        again = self._second_look(query, Counter(units), way, {key: (scores[key], sizes[key]) for key in best})
        # Whatever was not looked at again stays behind what was, in its order.
        scores = {key: score * _OTHER for key, score in scores.items()} | again
        return nlargest(most, (Hit(key, score) for key, score in scores.items()), key=lambda hit: hit.score)

    def _sizes(self, way: _Way) -> dict[Key, float]:
        """Gives for each text how often it should have a term to have it by half: more often in a longer text."""
        ground, growth = way.saturation * (1 - way.length_counts), way.saturation * way.length_counts * len(self) / max(1, self._total)
        return {key: ground + growth * length for key, length in self._lengths.items()}

    def _by_pairs(self, counted: Counter[str], way: _Way, sizes: dict[Key, float]) -> dict[Key, float]:
        scores: dict[Key, float] = {}
        held: dict[Key, float] = {}
        for weight, rarity, postings in self._weighed(counted, way):
            for key, there in postings.items():
                scores[key] = scores.get(key, 0.0) + weight * there / (there + sizes[key])
                if way.wants_all:
                    held[key] = held.get(key, 0.0) + rarity
        if way.wants_all:
            possible = sum(self._rarity(term) ** way.rarity for term in counted)
            scores = {key: score * (_SOME + held[key] / possible) for key, score in scores.items()}
        return scores

    def _second_look(self, query: str, counted: Counter[str], way: _Way, best: dict[Key, tuple[float, float]]) -> dict[Key, float]:
        """Gives the scores with what single characters add, in the measure of the best by each; less for what numbers other things.

        Takes of each of the best its score by pairs and its size.
        """
        named = numbered(fold(query[:LENGTH]))
        weighed = self._weighed(counted, way)
        singles = {
            key: sum(weight * there / (there + size) for weight, _, postings in weighed if (there := postings.get(key)))
            for key, (_, size) in best.items()
        }
        measure = way.singles * max((score for score, _ in best.values()), default=0.0) / (max(singles.values(), default=0.0) or 1.0)
        added = {key: score + measure * singles[key] for key, (score, _) in best.items()}
        return {key: score * (_OTHER if other_things(named, self._numbered.get(key, {})) else 1.0) for key, score in added.items()}

    def _weighed(self, counted: Counter[str], way: _Way) -> list[tuple[float, float, dict[Key, int]]]:
        """Gives the rarest of what was asked that any text has: its weight, its rarity, and the texts with how often each has it."""
        asked = [(self._rarity(term) ** way.rarity, term, times) for term, times in counted.items() if term in self._postings]
        asked = nlargest(QUERY_TERMS, asked) if len(asked) > QUERY_TERMS else asked
        return [
            (rarity * (way.repeated + 1) * times / (times + way.repeated), rarity, self._postings[term]) for rarity, term, times in asked
        ]

    def _rarity(self, term: str) -> float:
        having = len(self._postings.get(term, ()))
        return log(1 + (len(self) - having + 0.5) / (having + 0.5))
