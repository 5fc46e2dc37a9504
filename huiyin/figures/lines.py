"""The open file: one line a case, without words, numbers or names, no place finer than a town. Written and read, csv and json. Pure Python.

What describes a case (when, where, about what, by which rules) is told only where at least five cases share it: merging.py.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields, replace
from typing import Any

from huiyin.core import bounded_json
from huiyin.core.bounded_json import read_object
from huiyin.worktime.bounds import whole_in

FORMAT = "huiyin-cases-1"
LONGEST = 200  # characters of one value that is read
LARGEST = 2_000_000_000  # bytes of a file
MOST_LINES = 5_000_000
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """A case in the file; every value is text. `period`: 2026-11, 2026-Q4, 2026 or nothing, as far as it was merged. `outcome`: open,
    answered, declined, split (answered in its parts). `ground`: of the six, why it was not accepted. `days`: from registering to the first
    answer. `overdue`: whether an open one is beyond its time. `asked`: reached, not_reached, or nothing where nobody asked yet; `answered`,
    `solved`, `satisfied`: the last word of whoever asked. `reopened`: whether they had it opened again."""

    period: str = ""
    town: str = ""
    topic: str = ""
    procedure: str = ""
    outcome: str = "open"
    ground: str = ""
    days: str = ""
    in_time: str = ""
    overdue: str = ""
    asked: str = ""
    answered: str = ""
    solved: str = ""
    satisfied: str = ""
    reopened: str = ""


COLUMNS = tuple(field.name for field in fields(Line))
#: What of a line describes the case: the rest is what became of it.
DESCRIBES = ("period", "town", "topic", "procedure")


class Unreadable(ValueError):
    """This is no such file."""


def as_csv(lines: Iterable[Line], formula: str, as_of: str) -> str:
    """Gives the file as csv, with the version of the formula and the day it is of (2026-11-29) on each line, so that a part of it says so
    too."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*COLUMNS, "formula", "as_of"])
    writer.writerows([*astuple(line), formula, as_of] for line in lines)
    return out.getvalue()


def as_json(lines: Iterable[Line], formula: str, as_of: str) -> str:
    """Gives the file as json. Takes the day it is of, as 2026-11-29."""
    told = {"format": FORMAT, "formula": formula, "as_of": as_of, "columns": COLUMNS, "lines": [astuple(line) for line in lines]}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read(text: str) -> tuple[list[Line], str]:
    """Gives the lines of a file, csv or json, and the version of its formula ("" where it has no line to say it). Raises Unreadable."""
    text = text.removeprefix("\ufeff")
    return _from_json(text) if text.lstrip()[:1] == "{" else _from_csv(text)


def _from_json(text: str) -> tuple[list[Line], str]:
    try:
        told = read_object(text, LARGEST)
    except bounded_json.Unreadable as error:
        raise Unreadable("json") from error
    rows, columns = told.get("lines"), told.get("columns")
    if told.get("format") != FORMAT or not isinstance(rows, list) or not isinstance(columns, list):
        raise Unreadable("format")
    return [_line(columns, row) for row in _few(rows)], str(told.get("formula", ""))[:LONGEST]


def _from_csv(text: str) -> tuple[list[Line], str]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise Unreadable("csv") from error
    if not rows or not set(COLUMNS) < set(rows[0]):
        raise Unreadable("columns")
    columns, at = rows[0], rows[0].index("formula") if "formula" in rows[0] else -1
    found = [row for row in _few(rows[1:]) if row]
    versions = {row[at] for row in found if len(row) == len(columns)} if at >= 0 else set()
    if len(versions) > 1:
        raise Unreadable("formula")
    return [_line(columns, row) for row in found], next(iter(versions), "")[:LONGEST]


def _few(rows: Sequence[Any]) -> Sequence[Any]:
    if len(rows) > MOST_LINES:
        raise Unreadable("lines")
    return rows


def _line(columns: Sequence[Any], row: Any) -> Line:
    if not isinstance(row, list) or len(row) != len(columns) or not all(isinstance(one, str) and len(one) <= LONGEST for one in row):
        raise Unreadable("line")
    line = Line(**{name: value for name, value in zip(columns, row, strict=True) if name in COLUMNS})
    if line.outcome not in ("open", "answered", "declined", "split") or (line.days and not _whole(line.days)):
        raise Unreadable("line")
    return line


def _whole(said: str) -> bool:
    return whole_in(said, 6) is not None


def without(line: Line, *names: str) -> Line:
    """Gives a line of which these are not told."""
    return replace(line, **dict.fromkeys(names, ""))
