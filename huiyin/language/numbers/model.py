"""What is read: numbers, amounts of something, weights, money and prices, each with the place where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

#: A number said with 至少, 以上 is the least that is meant, one with 不到, 以下 the most; "" is neither.
Bound = Literal["", "least", "most"]
LONGEST_TEXT = 2000  # characters; what stands beyond is not read
MOST_STORED = 2**63 - 1  # grams, fen: what a database's integer holds
MOST = 10**18  # a greater number is somebody's mistake or an identifier, and is not read


@dataclass(frozen=True, slots=True)
class Number:
    """A number, exact or rough.

    `low` and `high` are what it may be, the same where it is exact; `said` is the number the words name (200多 says 200, and may be
    up to 300).
    `text[start:end]` are the `words`, with what makes them rough (近, 左右). `short`: a place was left out, as in speech (三万五, 一二〇).
    """

    low: Fraction
    high: Fraction
    said: Fraction
    rough: bool
    bound: Bound
    start: int
    end: int
    words: str
    short: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of something: `unit` is one of weight (jin, kg, g, t, liang, dan), a currency (CNY) or a measure word as it stands (条)."""

    number: Number
    unit: str


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight from–to in whole grams, the same where it is exact; `each` is the measure word of the piece that weighs it (条), or ""."""

    from_grams: int
    to_grams: int
    said_grams: int
    rough: bool
    bound: Bound
    start: int
    end: int
    words: str
    each: str = ""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money, in units of a `currency` (ISO 4217)."""

    low: Fraction
    high: Fraction
    said: Fraction
    currency: str
    rough: bool
    bound: Bound
    start: int
    end: int
    words: str

    @property
    def said_fen(self) -> int:
        """The amount named, in hundredths."""
        return round(self.said * 100)


@dataclass(frozen=True, slots=True)
class Price:
    """A price in whole fen from–to, `per` jin, kg, t, piece or "" where it is not said; `by_phone`: it is not named but talked over."""

    from_fen: int | None
    to_fen: int | None
    per: str
    rough: bool
    bound: Bound
    start: int
    end: int
    words: str
    by_phone: bool = False
