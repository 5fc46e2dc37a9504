"""What a staff list would change, made out row by row on a snapshot: nothing is written here.

A list says what is; it does not say what is no more. Whoever it leaves out stays, and an empty cell leaves a thing as it is.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huiyin.people.reporting_line import MOST_ABOVE, circle_from, circles, heights, path_in_words
from huiyin.people.staff_list.columns import COLUMNS, Row
from huiyin.people.staff_list.naming import Names
from huiyin.people.staff_list.snapshot import P, Snapshot


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
    rows: list[Planned]

    @property
    def faults(self) -> list[Fault]:
        return [fault for row in self.rows for fault in row.faults]

    @property
    def steps(self) -> list[Step]:
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
        planned.faults.append(Fault(planned.row.number, column, words))

    def step(self, planned: Planned, what: str, *things: Any, words: str, sign: str, adds: bool = False) -> None:
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


def plan(rows: Sequence[Row], now: Snapshot) -> Plan:
    """Gives what the rows would change in the organisation as it stands, with a fault for whatever cannot be taken."""
    from huiyin.people.staff_list.planning_staff import plan_staff
    from huiyin.people.staff_list.planning_units import plan_posts, plan_units

    draft = Draft(rows, now)
    units = plan_units(draft)
    posts = plan_posts(draft, units)
    _refuse_circles(draft, posts)
    plan_staff(draft, units, posts)
    return Plan(draft.rows)


def _refuse_circles(draft: Draft, posts: dict[int, P]) -> None:
    """Marks every row that puts a post into a circle of the reporting line, with the circle as a path, or too far below its head.

    A list may be one circle of all its rows: each is told the circle around itself, never all of it.
    """
    superiors = {post: post.reports_to for post in [*draft.now.posts, *posts.values()]}
    places = {post: (circle, place) for circle in circles(superiors) for place, post in enumerate(circle[:-1])}
    above = heights(superiors)
    for planned in draft.rows:
        post = posts.get(planned.row.number)
        if post is None or not planned.row["reports_to"]:
            continue
        if post in places:
            words = _("The reporting line would run in a circle: %(path)s")
            draft.fault(planned, "reports_to", words % {"path": path_in_words(circle_from(*places[post]))})
        elif above[post] > MOST_ABOVE:
            draft.fault(planned, "reports_to", _("More than %(most)d posts would stand above this one.") % {"most": MOST_ABOVE})


def sums(counts: dict[str, int]) -> str:
    """Gives the sums of a plan in words."""
    return _("%(rows)s: %(added)d new, %(changed)d changed, %(unchanged)d as they are.") % {
        "rows": ngettext("%(n)d row", "%(n)d rows", sum(counts.values())) % {"n": sum(counts.values())},
        **counts,
    }
