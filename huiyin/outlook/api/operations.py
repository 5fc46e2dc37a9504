"""What is to come, for programs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Path, Query, Router

from huiyin.core.api import LARGEST, REFUSALS, needs
from huiyin.core.errors import Invalid, NotThere
from huiyin.core.paging import After, a_page, place_after
from huiyin.outlook import actions, queries
from huiyin.outlook.amounts import amount_in
from huiyin.outlook.api.shapes import AnnouncedOut, AnnounceIn, CalendarOut, OnceIn
from huiyin.outlook.models import Announcement
from huiyin.outlook.months import month_in
from huiyin.outlook.rules import regions_of

router = Router(tags=["outlook"])


@router.get("/outlook/calendar", response={200: CalendarOut, **REFUSALS}, summary="What is to come, month by month",
            **needs("outlook:read"))  # fmt: skip
def calendar(request: HttpRequest, region: Annotated[int, Query(ge=1, le=LARGEST)] | None = None) -> Any:
    me: Any = request.user
    mine = regions_of(me)
    if not mine:
        raise NotThere
    told = queries.calendar_of(me, region or mine[0])
    return {"region": told.region, "months": [_spelled(one) for one in told.months], "produces": [_produce(one) for one in told.produces]}


def _produce(one: queries.Produce) -> dict[str, Any]:
    villages = [{"unit": row.unit, "name": row.name, "months": [_month(cell) for cell in row.cells]} for row in one.villages]
    taken = [max(sold, one.outlets_grams) for sold in one.sold]
    return {"produce": one.name, "taken_grams": taken, "whole": [_month(cell) for cell in one.whole.cells], "villages": villages}


def _month(cell: queries.Cell) -> dict[str, Any]:
    return {"month": _spelled(cell.month), "grams": cell.grams, "low_grams": cell.low, "high_grams": cell.high, "level": cell.level}


def _spelled(month: date) -> str:
    return f"{month:%Y-%m}"


@router.get("/outlook/announcements", response={200: list[AnnouncedOut], **REFUSALS}, summary="What was announced", **needs("outlook:read"))
def announced(request: HttpRequest, response: HttpResponse, limit: Annotated[int, Query(ge=1, le=200)] = 50, after: After = "") -> Any:
    me: Any = request.user
    begins = place_after(after, 2)[0] if after else 0
    page = a_page(request, response, queries.announced(me, begins, limit + 1), limit, lambda one: (one.pk, 0))
    return [_out(one) for one in page]


@router.post("/outlook/announcements", response={200: AnnouncedOut, 201: AnnouncedOut, **REFUSALS}, summary="Announce or correct produce",
             **needs("outlook:write"))  # fmt: skip
def announce(request: HttpRequest, body: AnnounceIn) -> Any:
    me: Any = request.user
    month = month_in(body.month, timezone.localdate())
    if month is None:
        raise Invalid(field="month")
    draft = actions.AnnouncementDraft(body.produce, month, amount_in(body.amount), body.unit, own=body.own, note=body.note, key=body.key)
    made, new = actions.announce_once(me, draft)
    return 201 if new else 200, _out(made)


@router.post("/outlook/announcements/{announcement_id}/withdraw", response={200: AnnouncedOut, **REFUSALS}, summary="Take it back",
             **needs("outlook:write"))  # fmt: skip
def withdraw(request: HttpRequest, announcement_id: Annotated[int, Path(ge=1, le=LARGEST)], body: OnceIn | None = None) -> Any:
    me: Any = request.user
    return _out(actions.withdraw(announcement_id, me))


def _out(one: Announcement) -> dict[str, Any]:
    return {
        "id": one.pk, "unit": one.unit_id, "producer": one.producer_id, "produce": one.produce, "month": _spelled(one.month),
        "said_grams": one.said_grams, "low_grams": one.low_grams, "high_grams": one.high_grams, "words": one.words, "note": one.note,
        "at": one.at,
    }  # fmt: skip
