"""The arithmetic of one numeral: groups of 万 and 亿, the section after them, a figure whose place is not yet known.

Everything is an interval: 几 and 多 are what they leave open, all the rest has two equal ends.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from huiyin.language.numbers.model import MOST


@dataclass(slots=True)
class Atom:
    """A numeral: its two ends, what it names, where it stands. `factors`: what a first number of a range may be meant by (两到三万)."""

    start: int
    end: int = 0
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    said: Fraction = Fraction(0)
    about: bool = False
    short: bool = False
    factors: list[int] = field(default_factory=list)

    @property
    def open(self) -> bool:
        """Whether the numeral itself leaves something open."""
        return self.about or self.low != self.high


class Sum:
    """One numeral while it is read."""

    def __init__(self, text: str, start: int) -> None:
        self.text, self.pos, self.end = text, start, start
        self.atom = Atom(start)
        self.groups: list[tuple[int, Fraction, Fraction]] = []
        self.low = self.high = Fraction(0)
        self.digit: tuple[Fraction, Fraction] | None = None
        self.single = False  # the figure is one of nine, not a row or decimal
        self.zero = False  # after a 零 no place is left out
        self.closed = self.opened = False  # only 万 and 亿 may follow; 多 was said
        self.spaced = False
        self.place = 0  # the unit said last
        self.small = 10_000  # the small unit said last in this section
        self.step = Fraction(1)  # the smallest place that was said: what 多 may add

    def multiply(self, unit: int) -> bool:
        """万, 亿 or k: all that is smaller is so many of it. Gives whether it may stand there."""
        low, high = self.low, self.high
        if self.digit:
            low, high = low + self.digit[0], high + self.digit[1]
        if not (low or high) and not self.groups:
            if self.place or self.digit:
                return False
            low = high = Fraction(1)  # 上万, 近亿
        twice = not (self.low or self.high or self.digit or self.zero) and bool(self.groups) and self.groups[-1][0] == 10_000 == unit
        kept = [g for g in self.groups if g[0] > unit or (g[0] == unit and not twice)]
        under = self.groups[len(kept) :]
        if (kept and kept[-1][0] <= unit) or not (low or high or under):
            return False
        low, high = (low + sum(g[1] for g in under)) * unit, (high + sum(g[2] for g in under)) * unit
        if high >= MOST:
            return False
        whole = low.denominator == 1 and not self.closed
        self.groups = [*kept, (unit, low, high)]
        decimal = bool(self.digit) and self.digit is not None and self.digit[0].denominator > 1
        self.closed = self.closed or decimal or not whole
        self.low = self.high = Fraction(0)
        self.digit, self.place, self.small, self.zero = None, unit, 10_000, False
        self.step *= unit
        self.atom.factors = [unit, *(f * unit for f in self.atom.factors)]
        return True

    def is_round(self) -> bool:
        """Whether the number ends in a place above the ones, so that something may be open."""
        return (self.digit is None and self.place > 1) or (self.digit is not None and not self.place and self.step > 1)

    def add(self, low: Fraction, high: Fraction) -> None:
        """Adds to the section."""
        self.low, self.high = self.low + low, self.high + high

    def settle(self) -> None:
        """Gives the last figure its place: the next smaller one where it was left out (三万五, 两千六), else the ones."""
        if self.digit is None:
            return
        low, high = self.digit
        if self.single and not self.zero and self.place >= 100 and low.denominator == 1:
            low, high = low * self.place / 10, high * self.place / 10
            self.atom.short, self.step = True, Fraction(self.place, 10)
        self.add(low, high)
        self.digit, self.atom.factors = None, []

    def finish(self) -> Atom:
        """Gives the whole."""
        self.settle()
        atom = self.atom
        atom.low = atom.said = self.low + sum(g[1] for g in self.groups)
        atom.high = self.high + sum(g[2] for g in self.groups)
        if atom.about:
            atom.low, atom.high = atom.low * 9 / 10, atom.high * 11 / 10
        atom.end = self.end
        return atom
