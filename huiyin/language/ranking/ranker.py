"""Which texts fit best what somebody asks: BM25 over pairs of characters, and a second look at the best by figures that were weighed.

What is rare counts more than in plain BM25 (idf to a power), and so does how much of the question a text holds, where a few words ask. The
second look (figures.py) asks of the best in what else they are like the question; what each figure counts was learned (weights.py).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from heapq import nlargest
from typing import Generic, TypeVar

import numpy as np

from huiyin.language.ranking.asking import Asked
from huiyin.language.ranking.figures import NAMES, Figures, look
from huiyin.language.ranking.index import Index, Weighed
from huiyin.language.ranking.weights import Texts, weights

Key = TypeVar("Key", bound=Hashable)

LOOKED_AT = 60  # the best by pairs, which are looked at a second time
_BEHIND = 0.9  # of what the last of those has, at most, for whoever was not looked at
_SOME = 0.3  # of the score stays to a text that holds hardly anything of a few words
_DIGITS = 9  # of a score: two texts of the same words must not differ by how a processor adds up


@dataclass(frozen=True, slots=True)
class Hit(Generic[Key]):
    """A text that fits, by its key, and how well: only to be compared within one answer."""

    key: Key
    score: float


class Ranker(Generic[Key]):
    """Texts of one kind, letters or answers, are added, taken away, and asked for."""

    def __init__(self, texts: Iterable[tuple[Key, str]] = (), of: Texts = Texts.LETTERS) -> None:
        self._of = of
        self._index: Index[Key] = Index()
        for key, text in texts:
            self.add(key, text)

    def __len__(self) -> int:
        return len(self._index)

    def add(self, key: Key, text: str) -> None:
        """Takes a text up; one with this key goes first."""
        self._index.add(key, text)

    def remove(self, key: Key) -> None:
        """Takes a text away, if it is there."""
        self._index.remove(key)

    def rank(self, query: str, most: int = 10) -> list[Hit[Key]]:
        """Gives the texts that fit best, best first. Takes any question, a word or a whole letter."""
        asked = Asked(query)
        scores, best, figures = self._look(asked)
        if not best:
            return []
        counted = np.exp((figures * weights(self._of, asked.is_letter)).sum(1))
        again = dict(zip(best, np.round(counted, _DIGITS).tolist(), strict=True))
        # Whatever was not looked at stays behind what was, in its order.
        behind = _BEHIND * min(again.values()) / min(best.values())
        scores = {key: score * behind for key, score in scores.items()} | again
        return nlargest(most, (Hit(key, score) for key, score in scores.items()), key=lambda hit: hit.score)

    def looked_at(self, query: str) -> tuple[list[Key], Figures]:
        """Gives the texts that get a second look, and of each the figures in the order of NAMES: what weights are learned from."""
        _, best, figures = self._look(Asked(query))
        return list(best), figures

    def _look(self, asked: Asked) -> tuple[dict[Key, float], dict[Key, float], Figures]:
        """Gives all scores by pairs, those of the best, and what the second look sees of these."""
        pairs = self._index.weighed(asked.terms, asked.way)
        scores = self._by_pairs(asked, pairs)
        best = {key: scores[key] for key in nlargest(LOOKED_AT, scores, key=scores.__getitem__)}
        return scores, best, look(self._index, asked, pairs, best) if best else np.zeros((0, len(NAMES)))

    def _by_pairs(self, asked: Asked, pairs: list[Weighed[Key]]) -> dict[Key, float]:
        way, sizes = asked.way, self._index.sizes(asked.way, self._index.lengths)
        scores: dict[Key, float] = {}
        held: dict[Key, float] = {}
        for one in pairs:
            rarity = one.rarity**way.rarity
            weight = rarity * one.asked
            for key, times in one.texts.items():
                scores[key] = scores.get(key, 0.0) + weight * times / (times + sizes[key])
                if way.wants_all:
                    held[key] = held.get(key, 0.0) + rarity
        if way.wants_all:
            possible = sum(self._index.rarity(term) ** way.rarity for term in asked.terms)
            scores = {key: score * (_SOME + held[key] / possible) for key, score in scores.items()}
        return scores
