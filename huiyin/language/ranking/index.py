"""Texts by their terms, in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from heapq import nlargest
from math import log
from typing import Generic, TypeVar

from huiyin.language.folding import fold
from huiyin.language.numbered import Numbered, numbered
from huiyin.language.ranking.asking import LENGTH, Way, terms_of, units_of

Key = TypeVar("Key", bound=Hashable)

QUERY_TERMS = 400  # of a longer question the rarest that any text has
_OPENING = 120  # different terms a text begins with


@dataclass(frozen=True, slots=True)
class Weighed(Generic[Key]):
    """A term of a question that some text has: its weight as asked, how rare it is, and the texts with how often each has it."""

    rarity: float
    term: str
    asked: float
    texts: dict[Key, int]


class Index(Generic[Key]):
    """Texts are added, taken away, and looked up by a term: a pair of characters, a Latin word or number, a single character."""

    def __init__(self) -> None:
        self.lengths: dict[Key, int] = {}
        self.numbers: dict[Key, Numbered] = {}
        self._postings: dict[str, dict[Key, int]] = {}
        self._terms: dict[Key, tuple[str, ...]] = {}
        self._total = 0

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def mean_length(self) -> float:
        """Terms of a text, on average; 1 where there is none."""
        return max(1, self._total) / max(1, len(self))

    def add(self, key: Key, text: str) -> None:
        """Takes a text up; one with this key goes first."""
        self.remove(key)
        units = units_of(text)
        counted = Counter(terms_of(units))
        self.lengths[key] = counted.total()
        self._total += self.lengths[key]
        counted.update(unit for unit in units if not unit.isascii())  # Latin words and numbers are terms already
        for term, times in counted.items():
            self._postings.setdefault(term, {})[key] = times
        self._terms[key] = tuple(counted)
        if named := numbered(fold(text[:LENGTH])):
            self.numbers[key] = named

    def remove(self, key: Key) -> None:
        """Takes a text away, if it is there."""
        for term in self._terms.pop(key, ()):
            postings = self._postings[term]
            del postings[key]
            if not postings:
                del self._postings[term]
        self.numbers.pop(key, None)
        self._total -= self.lengths.pop(key, 0)

    def opening(self, key: Key) -> tuple[str, ...]:
        """Gives the terms a text begins with, each once."""
        return self._terms[key][:_OPENING]

    def sizes(self, way: Way, keys: Iterable[Key]) -> dict[Key, float]:
        """Gives for each of some texts how often it should have a term to have it by half: more often in a longer text."""
        ground, growth = way.saturation * (1 - way.length_counts), way.saturation * way.length_counts / self.mean_length
        return {key: ground + growth * self.lengths[key] for key in keys}

    def rarity(self, term: str) -> float:
        """Gives a term's inverse document frequency, of one that no text has the highest."""
        having = len(self._postings.get(term, ()))
        return log(1 + (len(self) - having + 0.5) / (having + 0.5))

    def weighed(self, counted: Counter[str], way: Way) -> list[Weighed[Key]]:
        """Gives the rarest of what was asked that any text has."""
        asked = [
            Weighed(self.rarity(term), term, (way.repeated + 1) * times / (times + way.repeated), self._postings[term])
            for term, times in counted.items()
            if term in self._postings
        ]
        return nlargest(QUERY_TERMS, asked, key=lambda one: (one.rarity, one.term)) if len(asked) > QUERY_TERMS else asked
