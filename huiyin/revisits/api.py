"""Revisits for programs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Router, Schema

from huiyin.cases.queries.page import case_for
from huiyin.cases.rules import speaker_of
from huiyin.core.api import REFUSALS, ApiPart, In, Key, each, line, needs
from huiyin.revisits import actions
from huiyin.revisits.models import Revisit
from huiyin.revisits.queries import open_for, revisit_of

router = Router(tags=["revisits"])
CaseNumber = Annotated[int, Path(ge=1, le=2**53)]


How = Literal["call", "visit"]
LookedIn = Literal["well", "help", "away"]


class RevisitOut(Schema):
    case: int
    number: str
    title: str
    due_on: date
    done_at: datetime | None
    how: Literal["", How]
    found: Literal["", LookedIn]
    words: str


class RevisitPlanIn(In):
    key: Key = ""


class RevisitMadeIn(In):
    how: How
    found: LookedIn
    words: Annotated[str, line(1000)]
    key: Key = ""


def _out(one: Revisit) -> dict[str, Any]:
    return {"case": one.case_id, "number": one.case.number, "title": one.case.title, "due_on": one.due_on, "done_at": one.done_at,
            "how": one.how, "found": one.found, "words": one.words}  # fmt: skip


@router.get("/revisits", response={200: list[RevisitOut], **REFUSALS}, summary="The revisits of my unit, the first due first",
            **needs("revisits:read"))  # fmt: skip
def mine(request: HttpRequest) -> Any:
    return each(open_for(speaker_of(request.user)), _out)


@router.post("/cases/{case_id}/revisit", response={200: RevisitOut, **REFUSALS}, summary="Plan a revisit", **needs("revisits:write"))
def plan(request: HttpRequest, case_id: CaseNumber, body: RevisitPlanIn | None = None) -> Any:
    who = speaker_of(request.user)
    case = case_for(who, case_id)
    actions.plan_once(case, who, body.key if body else "")
    return _out(revisit_of(case))


@router.post("/cases/{case_id}/revisit/made", response={200: RevisitOut, **REFUSALS}, summary="Record a revisit",
             **needs("revisits:write"))  # fmt: skip
def made(request: HttpRequest, case_id: CaseNumber, body: RevisitMadeIn) -> Any:
    who = speaker_of(request.user)
    case = case_for(who, case_id)
    actions.record_once(case, who, body.how, body.found, body.words, body.key)
    return _out(revisit_of(case))


API = [
    ApiPart(
        "revisits", [router], tags={"revisits": "That somebody looks in again after a case was solved."},
        operations={
            "api_mine": "Gives the revisits that the person's units have to make, the first due first.",
            "api_plan": "Has somebody look in again in thirty days. Planned before, it stays.",
            "api_made": "Records how somebody looked in, and what was found; whoever asked reads it.",
        },
        fields={
            "case": "The number of the case in addresses.", "number": "Its number, as people say it.", "title": "The case in one line.",
            "due_on": "On which day it is due.", "done_at": "When it was made.", "how": "By call or visit.",
            "found": "What was found: it holds (well), help is needed again (help), nobody was reached (away).",
            "words": "What was found, in words.", "case_id": "The number of the case in addresses, drawn by lot.",
        },
        examples={
            "RevisitPlanIn": {"key": "revisit-1"},
            "RevisitMadeIn": {"how": "visit", "found": "well", "words": "水一直有，老人很满意", "key": "revisit-1-made"},
        },
    )
]  # fmt: skip
