"""What programs send and are given of circles."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from huiyin.circles.models import HomeVisit, Tie
from huiyin.circles.queries.waiting import Waits
from huiyin.core.api import Day, In, Key, line

TieState = Literal["asked", "in", "left"]
TieWay = Literal["code", "group", "desk"]


class CircleTieOut(Schema):
    id: int
    person: int
    name: str
    state: TieState
    way: TieWay
    met: str
    since: datetime


class CircleVisitOut(Schema):
    id: int
    on: date
    words: str
    promise: str
    promise_by: date | None
    kept_at: datetime | None
    kept_words: str


class CircleTiePageOut(CircleTieOut):
    visits: list[CircleVisitOut]


class CircleWaitingOut(Schema):
    tie: int
    kind: Literal["message", "case"]
    words: str
    place: str
    since: datetime
    href: str
    step: int


class CirclePromiseOut(Schema):
    on: date
    promise: str
    promise_by: date | None
    kept_at: datetime | None
    kept_words: str


class MyCircleOut(Schema):
    id: int
    keeper: int
    keeper_name: str
    post: str
    state: TieState
    since: datetime
    passing_to: int | None
    passes_at: datetime | None
    promises: list[CirclePromiseOut]


class CircleCodeOut(Schema):
    href: str
    met: str
    expires_at: datetime


class CircleCodeIn(In):
    met: Annotated[str, line(120)] = ""
    key: Key = ""


class CircleVisitIn(In):
    on: Day
    words: Annotated[str, line(2000)] = ""
    promise: Annotated[str, line(300)] = ""
    promise_by: Day | None = None
    key: Key = ""


class CircleKeptIn(In):
    words: Annotated[str, line(300)] = ""
    key: Key = ""


class CircleAskIn(In):
    person: Annotated[int, Field(ge=1, le=2**31 - 1)]
    way: Literal["group", "desk"]
    met: Annotated[str, line(120)] = ""
    said_yes: bool = False
    key: Key = ""


class CircleAnswerIn(In):
    yes: bool
    key: Key = ""


class CircleSureIn(In):
    key: Key = ""


def tie_out(tie: Tie) -> dict[str, Any]:
    """Gives a tie as programs see it."""
    return {"id": tie.pk, "person": tie.person_id, "name": tie.person.name, "state": tie.state, "way": tie.way, "met": tie.met,
            "since": tie.since}  # fmt: skip


def visit_out(visit: HomeVisit) -> dict[str, Any]:
    """Gives a visit as who keeps the circle reads it."""
    return {"id": visit.pk, "on": visit.on, "words": visit.words, **promise_out(visit)}


def promise_out(visit: HomeVisit) -> dict[str, Any]:
    """Gives a promise as both read it."""
    return {"on": visit.on, "promise": visit.promise, "promise_by": visit.promise_by, "kept_at": visit.kept_at,
            "kept_words": visit.kept_words}  # fmt: skip


def waiting_out(one: Waits) -> dict[str, Any]:
    """Gives a word that waits."""
    return {"tie": one.tie.pk, "kind": one.kind, "words": one.words[:300], "place": one.place, "since": one.since, "href": one.href,
            "step": one.step}  # fmt: skip


def my_circle_out(tie: Tie) -> dict[str, Any]:
    """Gives a circle as a resident in it sees it."""
    circle = tie.circle
    return {
        "id": tie.pk, "keeper": circle.keeper_id, "keeper_name": circle.keeper.name, "post": str(circle.post), "state": tie.state,
        "since": tie.since, "passing_to": circle.passing_to_id, "passes_at": circle.passes_at,
        "promises": [promise_out(one) for one in getattr(tie, "promises", ())],
    }  # fmt: skip
