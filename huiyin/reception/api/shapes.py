"""What programs are given and may send of receptions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from huiyin.cases.api.shapes import State as CaseState
from huiyin.core.api import In, Key, Moment, Number, line
from huiyin.core.random_id import FIRST, MORE
from huiyin.reception.models import Visit
from huiyin.reception.queries import ShownDay

LARGEST = FIRST + MORE
DayState = Literal["announced", "cancelled"]
VisitState = Literal["waiting", "called", "done", "passed", "cancelled"]


class DayIn(In):
    unit: Number
    place: Annotated[str, line(200)]
    begins_at: Moment
    ends_at: Moment
    slots: Annotated[int, Field(ge=1, le=200)]
    post: Number | None = None
    sits: Annotated[str, line(60)] = ""
    about: Annotated[str, line(200)] = ""
    key: Key = ""


class DayOut(Schema):
    id: int
    unit: int
    unit_name: str
    place: str
    begins_at: datetime
    ends_at: datetime
    sits: str
    about: str
    slots: int
    free: int
    state: DayState
    reason: str


class CancelIn(In):
    reason: Annotated[str, line(200)]
    key: Key = ""


class LineKeyIn(In):
    key: Key = ""


class AgreeIn(In):
    shown: Annotated[str, line(64)] = ""
    key: Key = ""


class VisitIn(In):
    name: Annotated[str, line(40)]
    phone: Annotated[str, line(40)] = ""
    coming: Annotated[int, Field(ge=1, le=1000)] = 1
    key: Key = ""


class BookedOut(Schema):
    id: int
    reference: str
    number: int
    code: str


class PetitionerIn(In):
    name: Annotated[str, line(40)]
    phone: Annotated[str, line(40)] = ""
    speaks: bool = True


class WordsIn(In):
    words: Annotated[str, line(4000)]
    summary: Annotated[str, line(2000)]
    petitioners: Annotated[list[PetitionerIn], Field(max_length=50)] = []
    key: Key = ""


class PetitionerOut(Schema):
    name: str
    speaks: bool


class VisitOut(Schema):
    id: int
    day: int
    reference: str
    number: int
    state: VisitState
    name: str
    coming: int
    walk_in: bool
    calls: int
    called_at: datetime | None
    words: str
    summary: str
    read_back_at: datetime | None
    case: int | None


class VisitPageOut(VisitOut):
    petitioners: list[PetitionerOut]
    sum: str


class LineOut(Schema):
    called: list[VisitOut]
    waiting: list[VisitOut]
    passed: list[VisitOut]
    heard: list[VisitOut]


class CaseMadeOut(Schema):
    id: int
    number: str
    code: str
    state: CaseState


def day_out(one: ShownDay) -> dict[str, Any]:
    """Gives a reception day as programs see it."""
    day = one.day
    return {
        "id": day.pk, "unit": day.unit_id, "unit_name": day.unit.name, "place": day.place, "begins_at": day.begins_at,
        "ends_at": day.ends_at, "sits": one.sits, "about": day.about, "slots": day.slots, "free": one.free, "state": day.state,
        "reason": day.reason,
    }  # fmt: skip


def visit_out(visit: Visit) -> dict[str, Any]:
    """Gives a visit as the desk's programs see it; its telephone number is not among it."""
    return {
        "id": visit.pk, "day": visit.day_id, "reference": visit.reference, "number": visit.number, "state": visit.state, "name": visit.name,
        "coming": visit.coming, "walk_in": visit.walk_in, "calls": visit.calls, "called_at": visit.called_at, "words": visit.words,
        "summary": visit.summary, "read_back_at": visit.read_back_at, "case": visit.case_id,
    }  # fmt: skip
