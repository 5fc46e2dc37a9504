"""Which of some texts speak of the same as what somebody is writing: not the same words again, but the same lamp, the same pipe.

Pairs of characters say how alike two texts are written, the dictionary's words what they are about; the better of the two counts, rare
terms more than common ones, and always of the shorter text: who writes four characters means all four.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from math import log
from typing import Generic, TypeVar

from huiyin.language.folding import fold
from huiyin.language.ranking import Ranker, Texts, ranking_terms
from huiyin.language.segment import load_words

Key = TypeVar("Key", bound=Hashable)

LENGTH = 2000  # characters of a text that are compared
LOOKED_AT = 25  # texts compared with one that is typed
ONE_WORD = 0.5  # at most, where one word or one pair is all that is shared
_FEW = 50  # texts: among fewer, a word that one of them has is not rare yet


class Near(Generic[Key]):
    """Texts to compare with, made once and asked often."""

    def __init__(self, texts: Iterable[tuple[Key, str]]) -> None:
        self._ranker: Ranker[Key] = Ranker(of=Texts.LETTERS)
        self._pairs: dict[Key, frozenset[str]] = {}
        self._words: dict[Key, frozenset[str]] = {}
        self._having: Counter[str] = Counter()
        for key, text in texts:
            text = text[:LENGTH]
            self._ranker.add(key, text)
            self._pairs[key], self._words[key] = frozenset(ranking_terms(text)), _words(text)
            self._having.update(self._pairs[key] | self._words[key])

    def __len__(self) -> int:
        return len(self._pairs)

    def like(self, text: str) -> dict[Key, float]:
        """Gives the texts that have something in common with one, and how much, 0 to 1. Takes any text."""
        text = text[:LENGTH]
        pairs, words = frozenset(ranking_terms(text)), _words(text)
        hits = self._ranker.rank(text, LOOKED_AT) if self._pairs else []
        found = {hit.key: self._likeness(pairs, words, hit.key) for hit in hits}
        return {key: share for key, share in found.items() if share > 0}

    def _likeness(self, pairs: frozenset[str], words: frozenset[str], key: Key) -> float:
        written, meant = (self._share(here, there) for here, there in ((pairs, self._pairs[key]), (words, self._words[key])))
        few = len(pairs & self._pairs[key]) < 2, len(words & self._words[key]) < 2
        return max(min(share, ONE_WORD) if one else share for share, one in zip((written, meant), few, strict=True))

    def _share(self, here: frozenset[str], there: frozenset[str]) -> float:
        shared = here & there
        if not shared:
            return 0.0
        smaller = min(sum(map(self._rarity, here)), sum(map(self._rarity, there)))
        return sum(map(self._rarity, shared)) / smaller

    def _rarity(self, term: str) -> float:
        having = self._having[term]
        return log(1 + (max(len(self), _FEW) - having + 0.5) / (having + 0.5))


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in load_words()(fold(text)) if len(word) > 1 and not word.isascii())
