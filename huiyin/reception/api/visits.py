"""Visits for programs: the moves of the line, and what was said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router

from huiyin.cases.rules import Speaker, speaker_of
from huiyin.core.api import REFUSALS, needs
from huiyin.core.errors import NotThere
from huiyin.reception import actions
from huiyin.reception.actions import Heard
from huiyin.reception.actions.idempotency import once
from huiyin.reception.api.shapes import LARGEST, AgreeIn, CaseMadeOut, LineKeyIn, VisitPageOut, WordsIn, visit_out
from huiyin.reception.models import Visit
from huiyin.reception.queries import petitioners_of, visit_for
from huiyin.reception.rules import roles

router = Router(tags=["reception"])
VisitId = Annotated[int, Path(ge=1, le=LARGEST)]
READ, WRITE = needs("reception:read"), needs("reception:write")
PAGE: dict[Any, Any] = {200: VisitPageOut, **REFUSALS}


def _seen(request: HttpRequest, pk: int) -> tuple[Speaker, Visit]:
    """Gives who asks, and the visit they may see. Raises NotThere."""
    who, visit = speaker_of(request.user), visit_for(pk)
    if not roles(who, visit):
        raise NotThere
    return who, visit


def _page(who: Speaker, pk: int) -> dict[str, Any]:
    """A visit; who booked it reads what was said once it was read back."""
    visit = visit_for(pk)
    told = visit_out(visit) | {"petitioners": petitioners_of(visit), "sum": visit.sum}
    if "clerk" in roles(who, visit):
        return told
    return told | {"summary": "", "petitioners": [], "sum": ""} | ({} if visit.read_back_at else {"words": ""})


@router.get("/visits/{visit_id}", response=PAGE, summary="One visit", **READ)
def one(request: HttpRequest, visit_id: VisitId) -> Any:
    who, visit = _seen(request, visit_id)
    return _page(who, visit.pk)


def _made(request: HttpRequest, pk: int, move: str, body: LineKeyIn | WordsIn | AgreeIn | None,
          make: Callable[[Visit, Speaker], Visit]) -> dict[str, Any]:  # fmt: skip
    """Makes a move, once for its key. Gives the visit as it is now."""
    who, visit = _seen(request, pk)
    said = body.model_dump(mode="json", exclude={"key"}) if body else {}
    once(visit.day_id, who, f"{move}:{pk}", body.key if body else "", lambda: make(visit, who), said)
    return _page(who, pk)


@router.post("/visits/{visit_id}/give-back", response=PAGE, summary="Give the number back", **WRITE)
def give_back(request: HttpRequest, visit_id: VisitId, body: LineKeyIn | None = None) -> Any:
    return _made(request, visit_id, "give_back", body, actions.give_back)


@router.post("/visits/{visit_id}/absent", response=PAGE, summary="Who was called is not there", **WRITE)
def absent(request: HttpRequest, visit_id: VisitId, body: LineKeyIn | None = None) -> Any:
    return _made(request, visit_id, "absent", body, actions.absent)


@router.post("/visits/{visit_id}/come-back", response=PAGE, summary="Who was passed over is here after all", **WRITE)
def come_back(request: HttpRequest, visit_id: VisitId, body: LineKeyIn | None = None) -> Any:
    return _made(request, visit_id, "come_back", body, actions.come_back)


@router.post("/visits/{visit_id}/done", response=PAGE, summary="Who was called was heard", **WRITE)
def done(request: HttpRequest, visit_id: VisitId, body: LineKeyIn | None = None) -> Any:
    return _made(request, visit_id, "done", body, actions.done)


@router.post("/visits/{visit_id}/words", response=PAGE, summary="Take down what is said", **WRITE)
def write(request: HttpRequest, visit_id: VisitId, body: WordsIn) -> Any:
    heard = [Heard(one.name, one.phone, one.speaks) for one in body.petitioners]
    return _made(request, visit_id, "write", body, lambda visit, who: actions.write_down(visit, who, body.words, body.summary, heard))


@router.post("/visits/{visit_id}/agree", response=PAGE, summary="Read back and agreed", **WRITE)
def agree(request: HttpRequest, visit_id: VisitId, body: AgreeIn | None = None) -> Any:
    shown = body.shown if body else ""
    return _made(request, visit_id, "agree", body, lambda visit, who: actions.agree(visit, who, shown))


@router.post("/visits/{visit_id}/register", response={200: CaseMadeOut, 201: CaseMadeOut, **REFUSALS}, summary="Register it as a request",
             **WRITE)  # fmt: skip
def register(request: HttpRequest, visit_id: VisitId, body: LineKeyIn | None = None) -> Any:
    who, visit = _seen(request, visit_id)
    made = actions.register(visit, who)
    told = {"id": made.case.pk, "number": made.case.number, "code": made.code, "state": made.case.state}
    return 200 if made.again else 201, told
