"""The moves of a case. Each may bear a key: then it is made once, however often it is sent."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router

from huiyin.cases import actions
from huiyin.cases.api.cases import AN_HOUR, CaseId, case_out, page_out
from huiyin.cases.api.shapes import (
    AnswerIn,
    CaseOut,
    CasePageOut,
    DeclineIn,
    DispatchIn,
    ExtensionIn,
    FollowUpIn,
    JoinIn,
    PublishIn,
    ReasonIn,
    ReopenIn,
    SaidIn,
    SplitIn,
    TaskForIn,
)
from huiyin.cases.models import Channel
from huiyin.cases.moves import MOVES
from huiyin.cases.queries.listing import parts_of
from huiyin.cases.queries.page import case_for
from huiyin.cases.queries.public import to_join
from huiyin.cases.rules import own_of, speaker_of
from huiyin.core.api import REFUSALS, each, needs
from huiyin.core.throttle import throttle
from huiyin.tasks.queries.visibility import task_for

router = Router(tags=["cases"])
PAGE: dict[Any, Any] = {200: CasePageOut, **REFUSALS}
WRITE = needs("cases:write")


def _made(request: HttpRequest, case_id: int, move: str, body: Any, **said: Any) -> dict[str, Any]:
    """Makes a move, once for its key: what it brings are the body's fields, or what the body says in its own way. Gives the case as it is
    now."""
    who = speaker_of(request.user)
    case = case_for(who, case_id)
    brought = {field: said[field] if field in said else getattr(body, field) for field in MOVES[move].fields}
    actions.once(case, who, move, body.key, lambda: MOVES.make(move, case, who, **brought), body.model_dump(mode="json", exclude={"key"}))
    return page_out(request.user, case_id)


@router.post("/cases/{case_id}/accept", response=PAGE, summary="Accept", **WRITE)
def accept(request: HttpRequest, case_id: CaseId, body: SaidIn | None = None) -> Any:
    return _made(request, case_id, "accept", body or SaidIn())


@router.post("/cases/{case_id}/decline", response=PAGE, summary="Do not accept", **WRITE)
def decline(request: HttpRequest, case_id: CaseId, body: DeclineIn) -> Any:
    return _made(request, case_id, "decline", body)


@router.post("/cases/{case_id}/dispatch", response=PAGE, summary="Give to units", **WRITE)
def dispatch(request: HttpRequest, case_id: CaseId, body: DispatchIn) -> Any:
    return _made(request, case_id, "dispatch", body)


@router.post("/cases/{case_id}/object", response=PAGE, summary="It is not ours", **WRITE)
def object(request: HttpRequest, case_id: CaseId, body: SaidIn) -> Any:
    return _made(request, case_id, "object", body)


@router.post("/cases/{case_id}/objection/{decision}", response=PAGE, summary="Decide about an objection", **WRITE)
def objection(request: HttpRequest, case_id: CaseId, decision: Literal["uphold", "overrule"], body: SaidIn) -> Any:
    return _made(request, case_id, decision, body)


@router.post("/cases/{case_id}/lift", response=PAGE, summary="Lift it a level", **WRITE)
def lift(request: HttpRequest, case_id: CaseId, body: SaidIn) -> Any:
    return _made(request, case_id, "lift", body)


@router.post("/cases/{case_id}/begin", response=PAGE, summary="Begin", **WRITE)
def begin(request: HttpRequest, case_id: CaseId, body: SaidIn | None = None) -> Any:
    return _made(request, case_id, "begin", body or SaidIn())


@router.post("/cases/{case_id}/task", response=PAGE, summary="Hang a task on it", **WRITE)
def task(request: HttpRequest, case_id: CaseId, body: TaskForIn) -> Any:
    me: Any = request.user
    who = speaker_of(me)
    case = case_for(who, case_id)
    actions.once(case, who, "task", body.key, lambda: actions.hang_task(case, who, lambda: task_for(me, body.task)), {"task": body.task})
    return page_out(me, case_id)


@router.post("/cases/{case_id}/ask", response=PAGE, summary="Ask them back", **WRITE)
def ask(request: HttpRequest, case_id: CaseId, body: SaidIn) -> Any:
    return _made(request, case_id, "ask", body)


@router.post("/cases/{case_id}/reply", response=PAGE, summary="Say what was asked", **WRITE)
def reply(request: HttpRequest, case_id: CaseId, body: ReopenIn) -> Any:
    return _made(request, case_id, "reply", body)


@router.post("/cases/{case_id}/answer", response=PAGE, summary="Answer", **WRITE)
def answer(request: HttpRequest, case_id: CaseId, body: AnswerIn) -> Any:
    return _made(request, case_id, "answer", body)


@router.post("/cases/{case_id}/follow-up", response=PAGE, summary="What the author said when asked", **WRITE)
def follow_up(request: HttpRequest, case_id: CaseId, body: FollowUpIn) -> Any:
    who = speaker_of(request.user)
    about = own_of(case_for(who, case_id), who)  # who joined this one speaks about their own
    return _made(request, about.pk, "follow_up", body)


@router.post("/cases/{case_id}/reopen", response=PAGE, summary="It is not solved", **WRITE)
def reopen(request: HttpRequest, case_id: CaseId, body: ReopenIn) -> Any:
    return _made(request, case_id, "reopen", body)


@router.post("/cases/{case_id}/extension", response=PAGE, summary="Ask for more time", **WRITE)
def extension(request: HttpRequest, case_id: CaseId, body: ExtensionIn) -> Any:
    return _made(request, case_id, "extension", body)


@router.post("/cases/{case_id}/extension/{decision}", response=PAGE, summary="Approve more time, or refuse it", **WRITE)
def decide_extension(request: HttpRequest, case_id: CaseId, decision: Literal["approve", "refuse"], body: SaidIn | None = None) -> Any:
    return _made(request, case_id, decision, body or SaidIn())


@router.post("/cases/{case_id}/review", response=PAGE, summary="Ask for a review", **WRITE)
def review(request: HttpRequest, case_id: CaseId, body: SaidIn) -> Any:
    return _made(request, case_id, "review", body)


@router.post("/cases/{case_id}/recuse", response={204: None, **REFUSALS}, summary="Stay out of it", **WRITE)
def recuse(request: HttpRequest, case_id: CaseId, body: ReasonIn) -> Any:
    who = speaker_of(request.user)
    actions.recuse_once(who, case_id, body.reason, body.key)
    return 204, None


@router.post("/cases/{case_id}/split", response={200: list[CaseOut], **REFUSALS}, summary="Split into parts", **WRITE)
def split(request: HttpRequest, case_id: CaseId, body: SplitIn) -> Any:
    who = speaker_of(request.user)
    case = case_for(who, case_id)
    told = [one if isinstance(one, str) else one.text for one in body.parts]
    actions.once(case, who, "split", body.key, lambda: actions.split_case(case, who, told), told)
    return each(parts_of(who, case), case_out)


@router.post("/cases/{case_id}/note", response=PAGE, summary="A word between colleagues", **WRITE)
def note(request: HttpRequest, case_id: CaseId, body: SaidIn) -> Any:
    return _made(request, case_id, "note", body)


@router.post("/cases/{case_id}/publish", response=PAGE, summary="Let everybody read it", **WRITE)
def publish(request: HttpRequest, case_id: CaseId, body: PublishIn | None = None) -> Any:
    said = body or PublishIn()
    return _made(request, case_id, "publish", said, answers={one.n: one.words for one in said.answers})


@router.post("/cases/{case_id}/join", response=PAGE, summary="Ask for the same", **WRITE)
def join(request: HttpRequest, case_id: CaseId, body: JoinIn | None = None) -> Any:
    who, said = speaker_of(request.user), body or JoinIn()
    case = to_join(case_id)
    throttle(f"case-api:{request.user.pk}", AN_HOUR, 3600)
    draft = actions.CaseDraft(said.text, place=said.place, channel=Channel.API, key=said.key)
    made = actions.join_case(case, who, draft)
    own = {"id": made.case.pk, "number": made.case.number, "code": made.code, "state": made.case.state}
    return page_out(request.user, case_id) | {"own": own}
