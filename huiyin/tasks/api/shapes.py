"""What programs are given and may send of tasks."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import Field, StringConstraints

from huiyin.core.api import LARGEST, Day, In, Key, Moment, Number, line
from huiyin.groups.api.shapes import Words
from huiyin.people.api.shapes import PersonOut
from huiyin.tasks.actions.issuing import LIMITS
from huiyin.tasks.api import words as known

Note = Annotated[str, line(LIMITS["proof_reason"])]
Title = Annotated[str, line(LIMITS["title"])]
Details = Annotated[str, line(LIMITS["words"])]
Measure = Annotated[str, line(LIMITS["done_when"])]
Area = Annotated[str, line(LIMITS["field"])]


class NamedIn(In):
    person: Number | None = None
    post: Number | None = None


class OrderIn(In):
    title: Title
    lead: NamedIn
    helpers: Annotated[list[NamedIn], Field(max_length=30)] = []
    text: Words = ""
    words: Details = ""
    done_when: Measure = ""
    proof_reason: Note = ""
    field: Area = ""
    visibility: known.Visibility = "group"
    source: Number | None = None
    ladder_skip: Annotated[int, Field(ge=0, le=20)] = 0
    ladder_most: Annotated[int, Field(ge=0, le=20)] | None = None
    interval_hours: Annotated[int, Field(ge=1, le=80)] = 4
    uploads: Annotated[list[Key], Field(max_length=9)] = []
    key: Key = ""


class TaskIn(OrderIn):
    deadline: Moment | None = None
    parent: Number | None = None


class TaskOut(Schema):
    id: int
    number: str
    title: str
    group: int
    message: int | None
    state: known.TaskState
    light: known.TaskLight
    issuer: PersonOut
    lead: PersonOut | None
    lead_post: str
    issued_at: datetime
    deadline_at: datetime | None
    provisional: bool  # the deadline stands on a year whose working days are not out yet
    ended_at: datetime | None
    field: str
    parent: int | None
    repetition: int | None


class StepOut(Schema):
    at: datetime
    kind: str
    title: str
    by: PersonOut | None
    words: str
    late_seconds: int


class TaskPageOut(TaskOut):
    words: str
    done_when: str
    proof_reason: str
    steps: list[StepOut]
    may: list[known.TaskRight]


class MoveIn(In):
    words: Words = ""
    deadline: Moment | None = None
    lead: NamedIn | None = None
    extension: Number | None = None
    rung: Number | None = None
    uploads: Annotated[list[Key], Field(max_length=9)] = []
    key: Key = ""


Count = Annotated[int, Field(ge=-400, le=400)]


class RhythmIn(In):
    """How often: "workday"; "week" with weekdays (0 is Monday), every so many weeks from the week of `anchor`; "month" (every 1, 3 or 12 of
    them) with day (1 to 31, 32 for the last) and `also` more days of it, nth working day (from the end where negative), or both.
    `moved`: off days off."""

    unit: known.RhythmUnit
    every: Count | None = None
    weekdays: Annotated[list[Count], Field(max_length=7)] | None = None
    month: Count | None = None
    day: Count | None = None
    also: Annotated[list[Count], Field(max_length=9)] | None = None
    nth: Count | None = None
    moved: known.Moved | None = None
    anchor: Day | None = None


class RepetitionIn(OrderIn):
    rhythm: RhythmIn
    at: Annotated[str, StringConstraints(max_length=8, pattern=r"^[0-9:]*$")] | None = None  # 10:00; none: at closing
    ahead: Annotated[int, Field(ge=0, le=LARGEST)] | None = None  # issued so many working days before; none: as is usual


class RepetitionChange(In):
    title: Title | None = None
    done_when: Measure | None = None
    lead: NamedIn | None = None
    rhythm: RhythmIn | None = None
    at: Annotated[str, StringConstraints(max_length=8, pattern=r"^[0-9:]*$")] | None = None
    ahead: Annotated[int, Field(ge=0, le=LARGEST)] | None = None


class NamedOut(Schema):
    person: int | None
    post: int | None


class RepetitionOut(Schema):
    id: int
    group: int
    title: str
    state: known.RepetitionState
    issuer: PersonOut
    lead: NamedOut
    rhythm: dict[str, Any]
    at: str | None
    ahead: int
    often: str
    issued: int
    done_when: str
    visibility: known.Visibility
    ended_at: datetime | None


class ComingOut(Schema):
    issued_at: datetime
    deadline_at: datetime
    provisional: bool


class RepetitionPageOut(RepetitionOut):
    words: str
    coming: list[ComingOut]
    may: list[known.RepetitionRight]
