"""The moves of a case. Each may bear a key: then it is made once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
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
from huiyin.cases.models import Case, Channel
from huiyin.cases.queries.listing import parts_of
from huiyin.cases.queries.page import case_for
from huiyin.cases.queries.public import to_join
from huiyin.cases.rules import Speaker, own_of, speaker_of
from huiyin.core.api import REFUSALS, each, needs
from huiyin.core.throttle import throttle
from huiyin.tasks.queries.visibility import task_for

router = Router(tags=["cases"])
PAGE: dict[Any, Any] = {200: CasePageOut, **REFUSALS}
WRITE = needs("cases:write")


def _made(request: HttpRequest, case_id: int, move: str, body: Any, make: Callable[[Case, Speaker], Any]) -> dict[str, Any]:
    """Makes a move, once for its key. Gives the case as it is now."""
    who = speaker_of(request.user)
    case = case_for(who, case_id)
    actions.once(case, who, move, body.key, lambda: make(case, who), body.model_dump(mode="json", exclude={"key"}))
    return page_out(request.user, case_id)


@router.post("/cases/{case_id}/accept", response=PAGE, summary="Accept", **WRITE)
def accept(request: HttpRequest, case_id: CaseId, body: SaidIn | None = None) -> Any:
    said = body or SaidIn()
    return _made(request, case_id, "accept", said, lambda case, who: actions.accept_case(case, who, said.words))


@router.post("/cases/{case_id}/decline", response=PAGE, summary="Do not accept", **WRITE)
def decline(request: HttpRequest, case_id: CaseId, body: DeclineIn) -> Any:
    return _made(request, case_id, "decline", body, lambda case, who: actions.decline_case(case, who, body.ground, body.words))


@router.post("/cases/{case_id}/dispatch", response=PAGE, summary="Give to units", **WRITE)
def dispatch(request: HttpRequest, case_id: CaseId, body: DispatchIn) -> Any:
    def make(case: Case, who: Speaker) -> Case:
        return actions.dispatch_case(case, who, body.lead, body.helping, body.deadline_at, body.words, body.topic)

    return _made(request, case_id, "dispatch", body, make)


@router.post("/cases/{case_id}/object", response=PAGE, summary="It is not ours", **WRITE)
def object(request: HttpRequest, case_id: CaseId, body: SaidIn) -> Any:
    return _made(request, case_id, "object", body, lambda case, who: actions.object_to_case(case, who, body.words))


@router.post("/cases/{case_id}/objection/{decision}", response=PAGE, summary="Decide about an objection", **WRITE)
def objection(request: HttpRequest, case_id: CaseId, decision: Literal["uphold", "overrule"], body: SaidIn) -> Any:
    upheld = decision == "uphold"
    return _made(request, case_id, decision, body, lambda case, who: actions.decide_objection(case, who, upheld, body.words))


@router.post("/cases/{case_id}/lift", response=PAGE, summary="Lift it a level", **WRITE)
def lift(request: HttpRequest, case_id: CaseId, body: SaidIn) -> Any:
    return _made(request, case_id, "lift", body, lambda case, who: actions.lift_case(case, who, body.words))


@router.post("/cases/{case_id}/begin", response=PAGE, summary="Begin", **WRITE)
def begin(request: HttpRequest, case_id: CaseId, body: SaidIn | None = None) -> Any:
    said = body or SaidIn()
    return _made(request, case_id, "begin", said, lambda case, who: actions.begin_case(case, who, said.words))


@router.post("/cases/{case_id}/task", response=PAGE, summary="Hang a task on it", **WRITE)
def task(request: HttpRequest, case_id: CaseId, body: TaskForIn) -> Any:
    me: Any = request.user
    return _made(request, case_id, "task", body, lambda case, who: actions.hang_task(case, who, lambda: task_for(me, body.task)))


@router.post("/cases/{case_id}/ask", response=PAGE, summary="Ask them back", **WRITE)
def ask(request: HttpRequest, case_id: CaseId, body: SaidIn) -> Any:
    return _made(request, case_id, "ask", body, lambda case, who: actions.ask_back(case, who, body.words))


@router.post("/cases/{case_id}/reply", response=PAGE, summary="Say what was asked", **WRITE)
def reply(request: HttpRequest, case_id: CaseId, body: ReopenIn) -> Any:
    return _made(request, case_id, "reply", body, lambda case, who: actions.reply(case, who, body.words, body.uploads))


@router.post("/cases/{case_id}/answer", response=PAGE, summary="Answer", **WRITE)
def answer(request: HttpRequest, case_id: CaseId, body: AnswerIn) -> Any:
    def make(case: Case, who: Speaker) -> Case:
        return actions.answer_case(case, who, body.closing, body.words, body.uploads, body.public)

    return _made(request, case_id, "answer", body, make)


@router.post("/cases/{case_id}/follow-up", response=PAGE, summary="What the author said when asked", **WRITE)
def follow_up(request: HttpRequest, case_id: CaseId, body: FollowUpIn) -> Any:
    def make(case: Case, who: Speaker) -> Case:
        return actions.follow_up(case, who, body.reached, body.answered, body.solved, body.satisfied)

    who = speaker_of(request.user)
    about = own_of(case_for(who, case_id), who)  # who joined this one speaks about their own
    return _made(request, about.pk, "follow_up", body, make)


@router.post("/cases/{case_id}/reopen", response=PAGE, summary="It is not solved", **WRITE)
def reopen(request: HttpRequest, case_id: CaseId, body: ReopenIn) -> Any:
    return _made(request, case_id, "reopen", body, lambda case, who: actions.reopen_case(case, who, body.words, body.uploads))


@router.post("/cases/{case_id}/extension", response=PAGE, summary="Ask for more time", **WRITE)
def extension(request: HttpRequest, case_id: CaseId, body: ExtensionIn) -> Any:
    return _made(request, case_id, "extension", body, lambda case, who: actions.ask_extension(case, who, body.until, body.reason))


@router.post("/cases/{case_id}/extension/{decision}", response=PAGE, summary="Approve more time, or refuse it", **WRITE)
def decide_extension(request: HttpRequest, case_id: CaseId, decision: Literal["approve", "refuse"], body: SaidIn | None = None) -> Any:
    said, approved = body or SaidIn(), decision == "approve"
    return _made(request, case_id, decision, said, lambda case, who: actions.decide_extension(case, who, approved, said.words))


@router.post("/cases/{case_id}/review", response=PAGE, summary="Ask for a review", **WRITE)
def review(request: HttpRequest, case_id: CaseId, body: SaidIn) -> Any:
    return _made(request, case_id, "review", body, lambda case, who: actions.review_case(case, who, body.words))


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
    return _made(request, case_id, "note", body, lambda case, who: actions.note_case(case, who, body.words))


@router.post("/cases/{case_id}/publish", response=PAGE, summary="Let everybody read it", **WRITE)
def publish(request: HttpRequest, case_id: CaseId, body: PublishIn | None = None) -> Any:
    said = body or PublishIn()

    def make(case: Case, who: Speaker) -> Case:
        return actions.publish_case(case, who, said.consent, said.title, said.text, town=said.town, picture=said.picture, seen=said.seen,
                                    answers={one.n: one.words for one in said.answers})  # fmt: skip

    return _made(request, case_id, "publish", said, make)


@router.post("/cases/{case_id}/join", response=PAGE, summary="Ask for the same", **WRITE)
def join(request: HttpRequest, case_id: CaseId, body: JoinIn | None = None) -> Any:
    who, said = speaker_of(request.user), body or JoinIn()
    case = to_join(case_id)
    throttle(f"case-api:{request.user.pk}", AN_HOUR, 3600)
    draft = actions.CaseDraft(said.text, place=said.place, channel=Channel.API, key=said.key)
    made = actions.join_case(case, who, draft)
    own = {"id": made.case.pk, "number": made.case.number, "code": made.code, "state": made.case.state}
    return page_out(request.user, case_id) | {"own": own}
