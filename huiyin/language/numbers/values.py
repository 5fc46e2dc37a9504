"""Numbers as they stand: a numeral, or several that are one number: -5, 三分之一, 2又3分之1, 37.5%, 四成五, 八折."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from huiyin.language.numbers.atoms import atoms_in
from huiyin.language.numbers.figures import plain
from huiyin.language.numbers.model import MOST, Bound
from huiyin.language.numbers.sums import Atom

_SIGN = re.compile(r"(?:负|零下|(?<![\w)%+\-.])-|(?<=[一-龥])-)\s?\Z")
_FIGURE = re.compile(r"[\d零一二三四五六七八九十百千万亿两几半]")
_PARTS = re.compile(r"\s{0,2}分\s{0,2}之\s{0,2}([负-]?)")
_OVER = re.compile(r"\s?/\s?")
_AND = re.compile(r"\s?又\s?|\s")
_SHARE = re.compile(
    r"\s?(?:([%‰])|个\s?百\s?分\s?点|(成)(?=[一二三四五六七八九](?![十百千万])|[多左右以上下半的,。、;!]|$|\s)|(折)(?!叠|扣|磨|腾|断|线|返))"
)
_SHARES = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "成": Fraction(1, 10)}
SEPARATOR = re.compile(r"\s?(?:[(（]含[)）])?\s?(?:到|至|~{1,2}|-{1,2}|或者?)\s?")


@dataclass(slots=True)
class Value:
    """A number as it stands, before anything around it makes it rough; `plain_end` is where its unit may follow."""

    low: Fraction
    high: Fraction
    said: Fraction
    start: int
    end: int
    open: bool
    short: bool
    factors: tuple[int, ...] = ()
    bound: Bound = ""
    share: bool = False


class _Read(NamedTuple):
    """The ends of a number and what it names, where it ends, and the place of the next atom."""

    low: Fraction
    high: Fraction
    said: Fraction
    end: int
    following: int

    def times(self, factor: Fraction, end: int) -> _Read:
        return self._replace(low=self.low * factor, high=self.high * factor, said=self.said * factor, end=end)

    def plus(self, other: _Read) -> _Read:
        return _Read(self.low + other.low, self.high + other.high, self.said + other.said, other.end, other.following)


def values_in(original: str) -> tuple[str, list[Value]]:
    """Gives the text in plain figures, and its numbers from left to right."""
    text = plain(original)
    atoms = list(atoms_in(original, text))
    found: list[Value] = []
    at = 0
    while at < len(atoms):
        value, at = _value(text, atoms, at)
        if value is not None:
            found.append(value)
    return text, found


def _value(text: str, atoms: list[Atom], at: int) -> tuple[Value | None, int]:
    """Gives the number that begins with an atom, with the atoms that are its fraction, and the next atom's place."""
    first = atoms[at]
    divided = _fraction(text, atoms, at)
    if divided is None and text[first.start] == "百" and _PARTS.match(text, first.end):
        return None, at + 1  # 百分之 and nothing after it
    whole = divided or _mixed(text, atoms, at)
    shared = _share(text, atoms, whole)
    read = shared or whole
    low, high, said, start = read.low, read.high, read.said, _signed(text, first.start)
    if start < first.start:
        low, high, said = -high, -low, -said
    if max(abs(low), abs(high)) >= MOST:
        return None, read.following
    factors = tuple(first.factors) if read.following == at + 1 and not shared else ()
    short = first.short and not (divided and text[first.start] in "百千万")  # 百分之五 leaves nothing out
    return Value(low, high, said, start, read.end, low != high or first.open, short, factors, share=bool(shared)), read.following


def _alone(atom: Atom, following: int) -> _Read:
    return _Read(atom.low, atom.high, atom.said, atom.end, following)


def _mixed(text: str, atoms: list[Atom], at: int) -> _Read:
    """2又3分之1, 1 1/2; or the numeral alone."""
    first = _alone(atoms[at], at + 1)
    joint = _AND.fullmatch(text, first.end, atoms[at + 1].start) if at + 1 < len(atoms) else None
    if joint and ("又" in joint.group() or text[atoms[at].start : first.end].isdigit()):
        part = _fraction(text, atoms, at + 1)
        return first.plus(part) if part else first
    return first


def _share(text: str, atoms: list[Atom], whole: _Read) -> _Read | None:
    """8%, 七成, 四成五, 八折 and 8.5折; 七五折 is three quarters."""
    found = _SHARE.match(text, whole.end)
    if found is None:
        return None
    sign, tenths, discount = found.groups()
    part = Fraction(1, 10) if discount and whole.said < 10 else _SHARES.get(sign or tenths or "", Fraction(1, 100))
    share = whole.times(part, found.end())
    at = whole.following
    if tenths and at < len(atoms) and atoms[at].start == share.end and atoms[at].high < 10:
        return share.plus(_alone(atoms[at], at + 1).times(Fraction(1, 100), atoms[at].end))
    return share


def _signed(text: str, start: int) -> int:
    """Gives where the number begins with its sign. Between two amounts a dash is a range: 三港元-五港元."""
    sign = _SIGN.search(text, max(0, start - 3), start)
    if sign is None or (sign.group()[0] == "-" and _FIGURE.search(text, max(0, sign.start() - 4), sign.start())):
        return start
    return sign.start()


def _fraction(text: str, atoms: list[Atom], at: int) -> _Read | None:
    """三分之一, 百分之七十, 百分之三到五, 1/3."""
    if at + 1 >= len(atoms):
        return None
    below, above = atoms[at], atoms[at + 1]
    if below.said and not below.open and (parts := _PARTS.fullmatch(text, below.end, above.start)):
        last, after = above, at + 2
        if after < len(atoms) and SEPARATOR.fullmatch(text, above.end, atoms[after].start) and not _PARTS.match(text, atoms[after].end):
            last, after = atoms[after], after + 1
        one = Fraction(-1 if parts.group(1) else 1) / below.said
        low, high = sorted((above.low * one, last.high * one))
        return _Read(low, high, above.said * one, last.end, after)
    if _OVER.fullmatch(text, below.end, above.start) and _may_divide(text, below, above):
        share = below.said / above.said
        return _Read(share, share, share, above.end, at + 2)
    return None


def _may_divide(text: str, above: Atom, below: Atom) -> bool:
    """Only bare figures divide, and not 2026/11/29 or 12/5-6."""
    figures = text[above.start : above.end] + text[below.start : below.end]
    alone = text[below.end : below.end + 1] != "/" and text[above.start - 1 : above.start] != "/"
    return figures.isdigit() and bool(below.said) and alone
