"""Matters: like cases that hang together."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router

from huiyin.cases import actions
from huiyin.cases.api.cases import CaseId, case_out
from huiyin.cases.api.shapes import LARGEST, MatterAnsweredOut, MatterAnswerIn, MatterIn, MatterOut
from huiyin.cases.extension_points import waiting_for_release
from huiyin.cases.models import Case, Matter, State
from huiyin.cases.queries.listing import matter_for, matter_over, of_matter
from huiyin.cases.queries.page import case_for
from huiyin.cases.rules import speaker_of
from huiyin.core.api import REFUSALS, each, needs

router = Router(tags=["matters"])
MatterId = Annotated[int, Path(ge=1, le=LARGEST)]


@router.post("/matters", response={200: MatterOut, 201: MatterOut, **REFUSALS}, summary="Hang like cases together", **needs("cases:write"))
def make(request: HttpRequest, body: MatterIn) -> Any:
    who = speaker_of(request.user)
    first = case_for(who, min(body.cases))  # whose row is the first that making a matter locks
    content = [sorted(body.cases), body.title]
    fresh = actions.once(first, who, "matter", body.key, lambda: actions.make_matter(who, body.cases, body.title), content)
    return 201 if fresh else 200, _out(*matter_over(who, first))


@router.get("/matters/{matter_id}", response={200: MatterOut, **REFUSALS}, summary="One matter and its cases", **needs("cases:read"))
def one(request: HttpRequest, matter_id: MatterId) -> Any:
    return _out(*matter_for(speaker_of(request.user), matter_id))


def _out(matter: Matter, cases: list[Case]) -> dict[str, Any]:
    return {"id": matter.pk, "title": matter.title, "cases": each(cases, case_out)}


@router.post("/matters/{matter_id}/answer", response={200: MatterAnsweredOut, **REFUSALS}, summary="Answer all from one text",
             **needs("cases:write"))  # fmt: skip
def answer(request: HttpRequest, matter_id: MatterId, body: MatterAnswerIn) -> Any:
    who = speaker_of(request.user)
    matter, _cases = matter_for(who, matter_id)
    made = actions.answer_matter_once(matter, who, body.key, body.closing, body.words, body.public, body.uploads)
    if made is not None:
        return {"id": matter.pk, "answers": len(made.answered), "waits": len(made.waits)}
    now = of_matter(who, matter_id)
    waits = waiting_for_release([case.pk for case in now])
    return {"id": matter.pk, "answers": sum(case.state == State.ANSWERED for case in now), "waits": len(waits)}


@router.delete("/matters/{matter_id}/cases/{case_id}", response={204: None, **REFUSALS}, summary="Take a case out",
               **needs("cases:write"))  # fmt: skip
def take_out(request: HttpRequest, matter_id: MatterId, case_id: CaseId) -> Any:
    who = speaker_of(request.user)
    matter, _cases = matter_for(who, matter_id)
    actions.take_out(matter, who, case_for(who, case_id))
    return 204, None
