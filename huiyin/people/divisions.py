"""The administrative divisions of China down to counties, by their six-digit codes (GB/T 2260)."""

from __future__ import annotations

import csv
import gzip
import io
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SOURCE = "中华人民共和国县以上行政区划代码, Ministry of Civil Affairs; taken from lcn 7.2.2 (MIT)"
YEAR = 2024


@dataclass(frozen=True, slots=True)
class Division:
    """A province, city or county. `full_name` names those above it too: "湖北省孝感市云梦县"."""

    code: str
    name: str
    parent_code: str
    full_name: str


@cache
def _divisions() -> dict[str, Division]:
    packed = (files("huiyin.people") / "data" / "divisions.csv.gz").read_bytes()
    names = {row["code"]: row["name"] for row in csv.DictReader(io.StringIO(gzip.decompress(packed).decode()))}
    return {code: _division(code, names) for code in names}


def _division(code: str, names: dict[str, str]) -> Division:
    province, city = code[:2] + "0000", code[:4] + "00"
    above = [c for c in (province, city) if c != code and c in names]
    # In Beijing and its like the city bears the province's name, and nobody says it twice; other rows only gather what the
    # province governs itself ("县", "省直辖县级行政区划") and are not said at all.
    said = list(dict.fromkeys([*(names[c] for c in above if not _only_gathers(names[c])), names[code]]))
    return Division(code, names[code], above[-1] if above else "", "".join(said))


def _only_gathers(name: str) -> bool:
    return name == "县" or name.endswith("县级行政区划")


@cache
def _children() -> dict[str, tuple[Division, ...]]:
    found: dict[str, list[Division]] = {}
    for one in _divisions().values():
        found.setdefault(one.parent_code, []).append(one)
    return {code: tuple(under) for code, under in found.items()}


def division(code: str) -> Division | None:
    """Gives the division of a six-digit code, or None where the shipped table does not know it."""
    return _divisions().get(code)


def is_known(code: str) -> bool:
    """Gives whether the shipped table knows this six-digit code."""
    return code in _divisions()


def children(code: str = "") -> tuple[Division, ...]:
    """Gives the divisions directly under a code, in the order of their codes; without a code the provinces."""
    return _children().get(code, ())


def search(text: str, limit: int = 10) -> list[Division]:
    """Gives divisions found by words of their full names or the beginning of a code, the closest first. Takes what somebody typed."""
    words = text.split()[:8]
    if not words or limit < 1:
        return []
    found = [d for d in _divisions().values() if all(w in d.full_name for w in words) or d.code.startswith(words[0])]
    last = words[-1]
    # One's own name before those that only lie under it, the shorter name before the longer, then the table's order.
    return sorted(found, key=lambda d: (not d.name.startswith(last), last not in d.name, len(d.name), d.code))[:limit]
