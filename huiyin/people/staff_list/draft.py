"""The plan of a staff list while it is made: its rows, each with the faults and the changes found so far."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from huiyin.people.staff_list.columns import COLUMNS, Row
from huiyin.people.staff_list.naming import Names
from huiyin.people.staff_list.snapshot import Snapshot


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be taken: its number, our name of the column ("" for the whole row), words for the reader."""

    row: int
    column: str
    words: str

    def __str__(self) -> str:
        where = _("Row %(row)d") % {"row": self.row}
        return f"{where} · {COLUMNS[self.column]}: {self.words}" if self.column else f"{where}: {self.words}"


@dataclass(frozen=True)
class Step:
    """One change: what is done, to which things, for which row; `words` say it to the reader, `sign` to a digest."""

    what: str
    row: int
    things: tuple[Any, ...]
    words: str
    sign: str
    adds: bool = False


@dataclass
class Planned:
    """A row with what it would do."""

    row: Row
    faults: list[Fault] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    @property
    def state(self) -> str:
        """bad, added, changed or unchanged."""
        if self.faults:
            return "bad"
        if any(step.adds for step in self.steps):
            return "added"
        return "changed" if self.steps else "unchanged"


@dataclass
class Plan:
    """What a staff list would do, row by row."""

    rows: list[Planned]

    @property
    def faults(self) -> list[Fault]:
        """The faults of all rows, in their order."""
        return [fault for row in self.rows for fault in row.faults]

    @property
    def steps(self) -> list[Step]:
        """The changes of all rows, in their order."""
        return [step for row in self.rows for step in row.steps]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are added, changed, unchanged, bad."""
        return {"added": 0, "changed": 0, "unchanged": 0, "bad": 0} | Counter(row.state for row in self.rows)

    @property
    def digest(self) -> str:
        """A fingerprint of all that would be changed: two plans with the same one do the same."""
        signed = hashlib.sha256()
        for step in self.steps:
            signed.update(f"{step.what}|{step.sign}\n".encode())
        return signed.hexdigest()


class Draft:
    """The plan while it is made: the rows, the names known so far, faults and steps as they are found."""

    def __init__(self, rows: Sequence[Row], now: Snapshot) -> None:
        self.now = now
        self.rows = [Planned(row) for row in rows]
        self.names = Names(now.units, now.posts)

    def fault(self, planned: Planned, column: str, words: str) -> None:
        """Notes why a row cannot be taken. Takes our name of the column ("" for the whole row) and words for the reader."""
        planned.faults.append(Fault(planned.row.number, column, words))

    def step(self, planned: Planned, what: str, *things: Any, words: str, sign: str, adds: bool = False) -> None:
        """Notes a change that a row makes; what it takes is what a Step holds."""
        planned.steps.append(Step(what, planned.row.number, things, words, sign, adds))

    def read(self, planned: Planned, column: str, reader: Callable[[str], Any], words: str) -> Any:
        """Gives what `reader` makes of a cell; an empty cell is None. A fault where it cannot be read."""
        text = planned.row[column]
        if not text:
            return None
        try:
            return reader(text)
        except ValueError:
            self.fault(planned, column, words % {"text": text})
            return None
