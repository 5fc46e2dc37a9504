"""Cases: those I may see, one with its clocks and what happened, registering, a message that becomes one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import File, Path, Query, Router, UploadedFile

from huiyin.cases.actions import CaseDraft, case_from_message_once, register_case
from huiyin.cases.actions.lookup import found_by
from huiyin.cases.actions.registering import Asker
from huiyin.cases.api.shapes import LARGEST, CaseIn, CaseOut, CasePageOut, LookUpIn, MessageCaseIn, RegisteredOut, StateFilter
from huiyin.cases.models import Case
from huiyin.cases.preview import preview_of
from huiyin.cases.queries.joined import as_read
from huiyin.cases.queries.listing import Wanted, page_of
from huiyin.cases.queries.page import CasePage, case_for, case_page
from huiyin.cases.queries.spots import with_spot
from huiyin.cases.queries.tasks import hung_tasks
from huiyin.cases.rules import Speaker, own_of, speaker_of
from huiyin.core.api import LARGEST as MOST
from huiyin.core.api import REFUSALS, each, needs
from huiyin.core.errors import NotThere
from huiyin.core.paging import After, moment_of, place_after, read_on
from huiyin.core.throttle import throttle
from huiyin.groups.api.messages import file_out
from huiyin.groups.api.shapes import FileOut
from huiyin.groups.queries import message_in
from huiyin.groups.rules import membership_or_404
from huiyin.media.actions import keep_upload, keep_voice
from huiyin.worktime.bounds import whole_in

router = Router(tags=["cases"])
AN_HOUR = 60  # cases of one person's programs
AT_A_DESK = 36_000  # of the programs of somebody in office, in an hour: a city's hotline takes down one a second, and ten in a storm
Id = Annotated[int, Path(ge=1, le=MOST)]
CaseId = Annotated[int, Path(ge=1, le=LARGEST)]


def case_out(case: Case) -> dict[str, Any]:
    """Gives a case as programs see it; who asked is not among it."""
    return {
        "id": case.pk, "number": case.number, "title": case.title, "state": case.state, "topic": case.topic, "unit": case.unit_id,
        "unit_name": case.unit.name if case.unit else "", "place": case.place, "channel": case.channel, "petition": case.is_petition,
        "registered_at": case.registered_at, "deadline_at": case.deadline_at, "matter": case.matter_id,
    }  # fmt: skip


@router.get("/cases", response={200: list[CaseOut], **REFUSALS}, summary="Cases I may see, the newest first", **needs("cases:read"))
def cases(request: HttpRequest, response: HttpResponse, state: StateFilter = "", topic: Annotated[str, Query(max_length=60)] = "",
          unit: Annotated[str, Query(max_length=9, pattern=r"^[0-9]*$")] = "",
          q: Annotated[str, Query(max_length=100, pattern=r"^[^\x00]*$")] = "",
          limit: Annotated[int, Query(ge=1, le=200)] = 50, after: After = "") -> Any:  # fmt: skip
    wanted = Wanted(state, topic.replace("\x00", ""), whole_in(unit) or None, q)
    who = speaker_of(request.user)
    begins: tuple[int, int] | None = None
    if after:
        at, pk = place_after(after, 2)
        moment_of(at)
        begins = at, pk
    page, place = page_of(who, wanted, timezone.now(), limit, begins)
    read_on(request, response, place)
    return each(as_read(who, page), case_out)


@router.post("/cases", response={200: RegisteredOut, 201: RegisteredOut, **REFUSALS}, summary="Register; the same key registers it once",
             **needs("cases:write"))  # fmt: skip
def register(request: HttpRequest, body: CaseIn) -> Any:
    who = speaker_of(request.user)
    throttle(f"case-api:{request.user.pk}", AT_A_DESK if who.units else AN_HOUR, 3600)
    told = body.model_dump()
    if isinstance(told["place"], dict):
        at = told["place"]
        told["place"] = at["name"] if None in (at["lat"], at["lon"]) else with_spot(at["name"], (at["lat"], at["lon"]))
    told["joint"] = [Asker(**one) for one in told["joint"]]
    made = register_case(CaseDraft(**told), who)
    told = {"id": made.case.pk, "number": made.case.number, "code": made.code, "state": made.case.state}
    return 200 if made.again else 201, told


@router.post("/cases/uploads", response={201: FileOut, **REFUSALS}, summary="Upload a file; name its key in a case", **needs("cases:write"))
def upload(request: HttpRequest, file: UploadedFile = File(...)) -> Any:  # noqa: B008  (ninja reads it so)
    name, claimed = (file.name or "").replace("\x00", ""), file.content_type or ""
    said = claimed.startswith("audio/")
    return 201, file_out(keep_voice(request.user, file, name) if said else keep_upload(request.user, file, name, claimed))


@router.post("/cases/look-up", response={200: CasePageOut, **REFUSALS}, summary="Look one up by number and code", **needs("cases:read"))
def look(request: HttpRequest, body: LookUpIn) -> Any:
    found = found_by(request, body.number, body.code)
    return page_out(request.user, found.pk, held=(found.pk,))


@router.get("/cases/{case_id}", response={200: CasePageOut, **REFUSALS}, summary="One case, its clocks, what happened",
            **needs("cases:read"))  # fmt: skip
def one(request: HttpRequest, case_id: CaseId) -> Any:
    return page_out(request.user, case_id)


def page_out(me: Any, case_id: int, held: Sequence[int] = ()) -> dict[str, Any]:
    """Gives a case with all that its reader may know. `held`: cases whose number and code they have shown."""
    who = speaker_of(me, held)
    case = case_for(who, case_id)
    shown = case_page(who, case)
    clocks = [
        {"kind": c.kind, "article": c.article, "started_at": c.started_at, "due_at": c.due_at, "working": c.working,
         "provisional": c.provisional, "passed": c.passed, "ended_at": c.ended_at, "steps": c.steps} for c in shown.clocks
    ]  # fmt: skip
    moves = [{"name": m.name, "at": m.at, "by_unit": m.by_unit, "words": m.words} for m in shown.moves]
    may = [move.name for move in shown.may]
    return case_out(case) | {
        "text": case.text, "clocks": clocks, "moves": moves, "may": may, "tasks": _tasks(me, shown),
        "public": case.published_at is not None,
        "preview": _preview(case) if "publish" in may else None, "own": _own(case, who, shown.having),
    }  # fmt: skip


def _tasks(me: Any, shown: CasePage) -> list[dict[str, Any]]:
    """Those that hang on it, for who has it in hand; each only for who may see that task."""
    found = hung_tasks(shown.case, me).tasks if shown.inside and me.is_authenticated else []
    return [{"id": t.pk, "number": t.number, "title": t.title, "state": t.state, "deadline_at": t.deadline_at} for t in found]


def _preview(case: Case) -> dict[str, Any]:
    told = preview_of(case)
    return {
        "title": told.title, "text": told.text, "town": told.town.pk if told.town else None,
        "town_name": told.town.name if told.town else "",
        "picture": told.picture.key if told.picture else "", "sum": told.sum, "agreed": told.agreed, "looked": told.looked,
        "answers": [asdict(one) for one in told.answers],
    }  # fmt: skip


def _own(case: Case, who: Speaker, having: set[str]) -> dict[str, Any] | None:
    own = own_of(case, who) if having == {"joiner"} else case
    return {"id": own.pk, "number": own.number, "code": "", "state": own.state} if own.pk != case.pk else None


@router.post("/groups/{group_id}/messages/{n}/case", response={200: RegisteredOut, 201: RegisteredOut, **REFUSALS},
             summary="Make a case of a message", **needs("cases:write"))  # fmt: skip
def from_message(request: HttpRequest, group_id: Id, n: Id, body: MessageCaseIn | None = None) -> Any:
    me: Any = request.user
    message = message_in(membership_or_404(me, group_id).group, n)
    if message is None:
        raise NotThere
    body = body or MessageCaseIn()
    made = case_from_message_once(message, speaker_of(me), body.title, body.topic, body.private, body.key)
    mine = made.case.author_id == me.pk
    told = {"id": made.case.pk, "number": made.case.number, "code": made.code if mine else "", "state": made.case.state}
    return 200 if made.again else 201, told
