"""What somebody asks: its terms, and how they are weighed. A few words are asked otherwise than a whole letter.

Terms are pairs of characters: they find names that no dictionary knows, and measured, they order better than words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from huiyin.language.folding import fold
from huiyin.language.numbered import Numbered, numbered
from huiyin.language.segment import HAN, load_words

LENGTH = 20_000  # characters of a text that are read
LETTER = 40  # different terms: a question of more is a letter, not a few words
_CUT = 2000  # characters of a question that are cut into the dictionary's words
_UNITS = re.compile(rf"[{HAN}]|[a-z]+[0-9]*|[0-9]+")


@dataclass(frozen=True, slots=True)
class Way:
    """How terms are weighed: BM25's k1, b and k3, the power of what is rare, and whether a text should hold all that was asked."""

    saturation: float
    length_counts: float
    repeated: float
    rarity: float
    wants_all: bool


#: Who writes a few words means each of them; a letter says much beside its matter, names it several times, and no text holds all of it.
WORDS_ASK = Way(1.2, 0.95, 1.0, 1.5, wants_all=True)
LETTER_ASKS = Way(2.5, 1.0, 3.0, 2.0, wants_all=False)


def units_of(text: str) -> list[str]:
    """Gives a text's characters, Latin words and numbers, folded."""
    return _UNITS.findall(fold(text[:LENGTH]))


def terms_of(units: list[str]) -> list[str]:
    """Gives two neighbouring units each, then Latin words and numbers alone."""
    return [left + right for left, right in pairwise(units)] + [unit for unit in units if unit.isascii()]


def ranking_terms(text: str) -> list[str]:
    """Gives the terms by which a text is ranked: two neighbouring units, a Latin word or a number alone. Takes any text."""
    return terms_of(units_of(text))


class Asked:
    """A question, a word or a whole letter."""

    def __init__(self, query: str) -> None:
        self._query = query[:LENGTH]
        self.units = units_of(query)
        self.terms = Counter(terms_of(self.units))
        self.is_letter = len(self.terms) > LETTER
        self.way = LETTER_ASKS if self.is_letter else WORDS_ASK

    @property
    def numbers(self) -> Numbered:
        """What it calls by a number or a code."""
        return numbered(fold(self._query))

    @cached_property
    def in_words(self) -> frozenset[str]:
        """The pairs that stand within a word of the dictionary; the others are of two words' edges."""
        words = load_words()(fold(self._query[:_CUT]))
        return frozenset(left + right for word in words for left, right in pairwise(_UNITS.findall(word)))
