"""Reception days for programs: the days to come, booking, the line."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Router

from huiyin.cases.rules import speaker_of
from huiyin.core.api import LARGEST as MOST
from huiyin.core.api import REFUSALS, each, needs
from huiyin.people.models import Person
from huiyin.reception import actions
from huiyin.reception.actions import DayDraft, VisitDraft
from huiyin.reception.actions.booking import Booked
from huiyin.reception.actions.idempotency import once
from huiyin.reception.actions.lookup import require_within_limits
from huiyin.reception.api.shapes import BookedOut, CancelIn, DayIn, DayOut, LineKeyIn, LineOut, VisitIn, VisitPageOut, day_out, visit_out
from huiyin.reception.queries import PAGE, day_at_desk, day_for, days_ahead, line_of, petitioners_of, shown

router = Router(tags=["reception"])
DayId = Annotated[int, Path(ge=1, le=MOST)]
READ, WRITE = needs("reception:read"), needs("reception:write")


@router.get("/reception", response={200: list[DayOut], **REFUSALS}, summary="The reception days to come", **READ)
def days(request: HttpRequest) -> Any:
    return each(shown(days_ahead(timezone.now())[:PAGE]), day_out)


@router.get("/reception/{day_id}", response={200: DayOut, **REFUSALS}, summary="One reception day", **READ)
def one(request: HttpRequest, day_id: DayId) -> Any:
    return day_out(shown([day_for(day_id)])[0])


@router.post("/reception", response={200: DayOut, 201: DayOut, **REFUSALS},
             summary="Announce a reception day; the same key announces it once", **WRITE)  # fmt: skip
def announce(request: HttpRequest, body: DayIn) -> Any:
    day, again = actions.announce_once(DayDraft(**body.model_dump()), speaker_of(request.user))
    return 200 if again else 201, day_out(shown([day_for(day.pk)])[0])


@router.post("/reception/{day_id}/cancel", response={200: DayOut, **REFUSALS}, summary="Call a reception day off", **WRITE)
def cancel(request: HttpRequest, day_id: DayId, body: CancelIn) -> Any:
    who, day = speaker_of(request.user), day_for(day_id)

    def call_off() -> None:
        actions.cancel_day(day, who, body.reason)

    once(day.pk, who, "cancel", body.key, call_off, body.reason)
    return day_out(shown([day_for(day.pk)])[0])


@router.post("/reception/{day_id}/visits", response={200: BookedOut, 201: BookedOut, **REFUSALS},
             summary="Book a number; the same key books it once", **WRITE)  # fmt: skip
def book(request: HttpRequest, day_id: DayId, body: VisitIn) -> Any:
    day, me = day_for(day_id), request.user
    require_within_limits(request, body.phone, day.pk, day.slots)
    phone = body.phone or (me.phone or "" if isinstance(me, Person) else "")
    return _given(actions.book(day, VisitDraft(body.name, phone, body.coming, body.key), speaker_of(me)))


@router.post("/reception/{day_id}/walk-in", response={200: BookedOut, 201: BookedOut, **REFUSALS}, summary="Give a number at the desk",
             **WRITE)  # fmt: skip
def walk_in(request: HttpRequest, day_id: DayId, body: VisitIn) -> Any:
    who = speaker_of(request.user)
    return _given(actions.book(day_at_desk(who, day_id), VisitDraft(**body.model_dump()), who, walk_in=True))


def _given(made: Booked) -> tuple[int, dict[str, Any]]:
    told = {"id": made.visit.pk, "reference": made.visit.reference, "number": made.visit.number, "code": made.code}
    return 200 if made.again else 201, told


@router.get("/reception/{day_id}/line", response={200: LineOut, **REFUSALS}, summary="The line", **READ)
def line(request: HttpRequest, day_id: DayId) -> Any:
    found = line_of(day_at_desk(speaker_of(request.user), day_id))
    return {name: each(getattr(found, name), visit_out) for name in ("called", "waiting", "passed", "heard")}


@router.post("/reception/{day_id}/next", response={200: VisitPageOut, 204: None, **REFUSALS}, summary="Call the next number", **WRITE)
def next(request: HttpRequest, day_id: DayId, body: LineKeyIn | None = None) -> Any:
    who = speaker_of(request.user)
    day = day_at_desk(who, day_id)
    called = once(day.pk, who, "next", body.key if body else "", lambda: actions.call_next(day, who))
    if called is None:
        return 204, None
    return visit_out(called) | {"petitioners": petitioners_of(called), "sum": called.sum}
