"""The history of a household for programs, and who looked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Router, Schema
from pydantic import Field

from huiyin.cases.actions import once, open_history
from huiyin.cases.api.shapes import State as CaseState
from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker
from huiyin.core.api import LARGEST, REFUSALS, ApiPart, Day, In, Key, each, line, needs
from huiyin.households import actions
from huiyin.households.actions import Entitled
from huiyin.households.models import Entitlement, Member
from huiyin.households.queries.history import Earlier, Looked, case_in_hand, history_of, looks_at

router = Router(tags=["households"])
CaseNumber = Annotated[int, Path(ge=1, le=2**53)]
RowNumber = Annotated[int, Path(ge=1, le=LARGEST)]


EntitlementKind = Literal["veteran", "ill", "disabled", "cared_for", "allowance", "child", "other"]


class HouseholdEntitlementOut(Schema):
    id: int
    kind: EntitlementKind
    since: date | None
    until: date | None
    proof: str
    unit: str
    entered_at: datetime
    ended_at: datetime | None


class HouseholdWorkOut(Schema):
    office: str
    on: date | None
    words: str
    unit: str
    entered_at: datetime


class HouseholdMemberOut(Schema):
    id: int
    name: str
    phone: str
    relation: str
    entitlements: list[HouseholdEntitlementOut]
    earlier_work: list[HouseholdWorkOut]


class HouseholdCaseOut(Schema):
    number: str
    topic: str
    state: CaseState
    unit: str
    registered_at: datetime
    title: str
    text: str
    answers: list[str]


class HouseholdOut(Schema):
    open: bool
    members: list[HouseholdMemberOut]
    earlier: list[HouseholdCaseOut]


class LookOut(Schema):
    unit: str
    on: date
    reason: str


class HouseholdIn(In):
    key: Key = ""


class HouseholdLookIn(HouseholdIn):
    reason: Annotated[str, line(120)]


class HouseholdMemberIn(HouseholdIn):
    name: Annotated[str, line(40)]
    phone: Annotated[str, line(40)] = ""
    relation: Annotated[str, line(40)] = ""


class HouseholdEntitlementIn(HouseholdIn):
    member: Annotated[int, Field(ge=0, le=LARGEST)] = 0
    kind: EntitlementKind
    proof: Annotated[str, line(200)]
    since: Day | None = None
    until: Day | None = None


class HouseholdWorkIn(HouseholdIn):
    member: Annotated[int, Field(ge=0, le=LARGEST)] = 0
    office: Annotated[str, line(80)]
    words: Annotated[str, line(2000)]
    on: Day | None = None


def _once(case: Case, who: Speaker, what: str, body: HouseholdIn, make: Callable[[], Any]) -> None:
    """Writes it down, once for its key."""
    once(case, who, f"household.{what}", body.key, make, body.model_dump(mode="json", exclude={"key"}))


def _entitlement(one: Entitlement) -> dict[str, Any]:
    return {"id": one.pk, "kind": one.kind, "since": one.since, "until": one.until, "proof": one.proof,
            "unit": one.unit.name if one.unit else "", "entered_at": one.at, "ended_at": one.ended_at}  # fmt: skip


def _member(one: Member) -> dict[str, Any]:
    work = [{"office": w.office, "on": w.on, "words": w.words, "unit": w.unit.name if w.unit else "", "entered_at": w.at}
            for w in one.earlier_work.all()]  # fmt: skip
    return {"id": one.pk, "name": one.name, "phone": one.phone, "relation": one.relation,
            "entitlements": each(one.entitlements.all(), _entitlement), "earlier_work": work}  # fmt: skip


def _out(who: Speaker, case: Case) -> dict[str, Any]:
    shown = history_of(who, case)

    def line_of(one: Earlier) -> dict[str, Any]:
        told = one.case
        return {
            "number": told.number, "topic": told.topic, "state": told.state, "unit": told.unit.name if told.unit else "",
            "registered_at": told.registered_at, "title": told.title if shown.open else "", "text": told.text if shown.open else "",
            "answers": [answer.words for answer in told.answers.all()] if shown.open else [],
        }  # fmt: skip

    return {"open": shown.open, "members": each(shown.members, _member), "earlier": each(shown.earlier, line_of)}


@router.get("/cases/{case_id}/household", response={200: HouseholdOut, **REFUSALS}, summary="The history of a person and household",
            **needs("households:read"))  # fmt: skip
def household(request: HttpRequest, case_id: CaseNumber) -> Any:
    return _out(*case_in_hand(request.user, case_id))


@router.post("/cases/{case_id}/household/look", response={200: HouseholdOut, **REFUSALS}, summary="Open what was said, with a reason",
             **needs("households:write"))  # fmt: skip
def look(request: HttpRequest, case_id: CaseNumber, body: HouseholdLookIn) -> Any:
    who, case = case_in_hand(request.user, case_id)
    _once(case, who, "look", body, lambda: open_history(case, who, body.reason))
    return _out(who, case)


@router.post("/cases/{case_id}/household/members", response={200: HouseholdOut, **REFUSALS}, summary="Write down who belongs to it",
             **needs("households:write"))  # fmt: skip
def member(request: HttpRequest, case_id: CaseNumber, body: HouseholdMemberIn) -> Any:
    who, case = case_in_hand(request.user, case_id)
    _once(case, who, "member", body, lambda: actions.add_member(case, who, body.name, body.phone, body.relation))
    return _out(who, case)


@router.delete("/cases/{case_id}/household/members/{row}", response={200: HouseholdOut, **REFUSALS}, summary="Take somebody out",
               **needs("households:write"))  # fmt: skip
def member_gone(request: HttpRequest, case_id: CaseNumber, row: RowNumber) -> Any:
    who, case = case_in_hand(request.user, case_id)
    actions.remove_member(case, who, row)
    return _out(who, case)


@router.post("/cases/{case_id}/household/entitlements", response={200: HouseholdOut, **REFUSALS}, summary="Enter an entitlement",
             **needs("households:write"))  # fmt: skip
def entitlement(request: HttpRequest, case_id: CaseNumber, body: HouseholdEntitlementIn) -> Any:
    who, case = case_in_hand(request.user, case_id)
    told = Entitled(body.kind, body.proof, body.since, body.until)
    _once(case, who, "entitlement", body, lambda: actions.entitle(case, who, body.member, told))
    return _out(who, case)


@router.delete("/cases/{case_id}/household/entitlements/{row}", response={200: HouseholdOut, **REFUSALS}, summary="It holds no longer",
               **needs("households:write"))  # fmt: skip
def entitlement_ended(request: HttpRequest, case_id: CaseNumber, row: RowNumber) -> Any:
    who, case = case_in_hand(request.user, case_id)
    actions.end_entitlement(case, who, row)
    return _out(who, case)


@router.post("/cases/{case_id}/household/work", response={200: HouseholdOut, **REFUSALS}, summary="Note earlier work of an office",
             **needs("households:write"))  # fmt: skip
def work(request: HttpRequest, case_id: CaseNumber, body: HouseholdWorkIn) -> Any:
    who, case = case_in_hand(request.user, case_id)
    _once(case, who, "work", body, lambda: actions.note_work(case, who, body.member, body.office, body.words, body.on))
    return _out(who, case)


@router.get("/looks", response={200: list[LookOut], **REFUSALS}, summary="Who looked at what I asked for", **needs("households:read"))
def looks(request: HttpRequest) -> Any:
    return each(looks_at(request.user), _look)  # type: ignore[arg-type]


def _look(one: Looked) -> dict[str, Any]:
    return {"unit": one.unit, "on": one.on, "reason": one.reason}


API = [
    ApiPart(
        "households", [router], tags={"households": "Everything of one person or household, for who handles what they ask for."},
        operations={
            "api_household": "Gives a line for each earlier case; once a reason was told today, also who belongs to it and what was said.",
            "api_look": "Opens what was said. The reason is recorded, and read by whoever asked.",
            "api_member": "Writes down who lives with whoever asked. Who is known by their number is told.",
            "api_member_gone": "Takes somebody out, with what was written down of them.",
            "api_entitlement": "Enters what somebody is entitled to be seen as. Nothing is decided by it.",
            "api_entitlement_ended": "Says that it holds no longer; that it did stays.",
            "api_work": "Notes what another office did before.",
            "api_looks": "Gives which units looked at what the person and their household asked for, on which day; never who it was.",
        },
        fields={
            "case_id": "The number of the case in addresses, drawn by lot.", "row": "The number of the row.",
            "open": "Whether a reason was told today.", "members": "Who belongs to the household.", "earlier": "Cases before this one.",
            "number": "Its number, as people say it.", "topic": "Its topic.", "state": "Where it stands.", "unit": "Which unit.",
            "registered_at": "When it was registered.", "title": "The case in one line; empty before a reason was told.",
            "text": "What was said; empty before a reason was told.", "answers": "What was answered; empty before a reason was told.",
            "name": "Their name.", "phone": "Their number.", "relation": "What they are to whoever asked.",
            "entitlements": "What they are entitled to be seen as.", "earlier_work": "What other offices did before.",
            "kind": "As what: veteran, ill, disabled, cared_for, allowance, child, other.", "since": "Since which day.",
            "until": "Until which day.", "proof": "Which paper shows it, and where it was seen.", "entered_at": "When it was entered.",
            "ended_at": "When it was taken back.", "office": "Which office it was, in words.", "on": "On which day.",
            "words": "What it did, and what came of it.", "reason": "Why somebody looked.",
            "member": "The number of the member; 0 is whoever asked.",
        },
        examples={
            "HouseholdLookIn": {"reason": "核对低保停发原因", "key": "look-1"},
            "HouseholdMemberIn": {"name": "陈小满", "phone": "13800001234", "relation": "儿子", "key": "member-1"},
            "HouseholdEntitlementIn": {"member": 3, "kind": "veteran", "proof": "退役军人优待证，11月20日见原件", "key": "entitled-1"},
            "HouseholdWorkIn": {"office": "县民政局", "words": "2025年办过临时救助", "on": "2025-03-02", "key": "work-1"},
        },
    )
]  # fmt: skip
