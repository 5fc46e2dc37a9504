"""What a text calls by a number or a code: bus 261路, building 12栋, group 三组, district A7区.

Two texts that number the same kind of thing, and no two of them alike, speak of different things however much else they share.
"""

from __future__ import annotations

import re

from huiyin.language.chinese_numbers import read_whole

Numbered = dict[str, frozenset[str]]

_FIGURES = "[0-9]{1,6}|[一二三四五六七八九十百]{1,6}"
#: A kind of thing, and how it is called in folded text; the group is its number or code.
_KINDS = {
    "city": re.compile("([a-z]{1,2}[0-9]{0,4})(?=[省市州])"),
    "district": re.compile("([a-z]{1,2}[0-9]{0,4})(?=[县区])"),
    "road": re.compile(f"((?:[a-z]{{1,2}})?[0-9]{{1,6}}|{_FIGURES})(?=路|号线)"),
    "building": re.compile(f"([a-z]{{0,2}}[0-9]{{1,6}}|{_FIGURES})(?=[栋座幢]|号楼)"),
    "group": re.compile(f"({_FIGURES})(?=组|村民小组)"),
}


def numbered(folded: str) -> Numbered:
    """Gives for each kind of thing the numbers and codes it has in a text, kinds without any left out. Takes a text as `fold` gives it."""
    found = {kind: frozenset(map(_written, called.findall(folded))) for kind, called in _KINDS.items()}
    return {kind: names for kind, names in found.items() if names}


def other_things(here: Numbered, there: Numbered) -> bool:
    """Gives whether two texts number the same kind of thing and have none of that kind in common."""
    return any(kind in there and names.isdisjoint(there[kind]) for kind, names in here.items())


def _written(name: str) -> str:
    number = read_whole(name)
    return name if number is None else str(number)
