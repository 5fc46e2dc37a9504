"""Circles for programs: one's own, and those one is in."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Path, Query, Router

from huiyin.circles import actions
from huiyin.circles.api.shapes import (
    CircleAnswerIn,
    CircleAskIn,
    CircleCodeIn,
    CircleCodeOut,
    CircleKeptIn,
    CircleSureIn,
    CircleTieOut,
    CircleTiePageOut,
    CircleVisitIn,
    CircleVisitOut,
    CircleWaitingOut,
    MyCircleOut,
    my_circle_out,
    tie_out,
    visit_out,
    waiting_out,
)
from huiyin.circles.queries import circle as queries
from huiyin.circles.queries.waiting import waiting_in
from huiyin.core.addresses import absolute
from huiyin.core.api import LARGEST, REFUSALS, each, needs
from huiyin.core.errors import NotAllowed
from huiyin.core.paging import After, a_page, place_after
from huiyin.people.queries import person_for
from huiyin.people.rules import is_official

router = Router(tags=["circles"])
VISITS = 200
Id = Annotated[int, Path(ge=1, le=LARGEST)]


def _official(me: Any) -> None:
    if not is_official(me):
        raise NotAllowed


@router.get("/circle", response={200: list[CircleTieOut], **REFUSALS}, summary="The residents in my circle", **needs("circles:read"))
def mine(request: HttpRequest, response: HttpResponse, q: Annotated[str, Query(max_length=40, pattern=r"^[^\x00]*$")] = "",
         limit: Annotated[int, Query(ge=1, le=200)] = 50, after: After = "") -> Any:  # fmt: skip
    _official(request.user)
    circle = queries.circle_kept(request.user)  # type: ignore[arg-type]
    if circle is None:
        return []
    begins = place_after(f"{after}.0" if "." not in after else after, 2)[0] if after else 0
    found = queries.ties_behind(circle, q, begins, limit + 1)
    return each(a_page(request, response, found, limit, lambda tie: (tie.pk, 0)), tie_out)


@router.get("/circle/waiting", response={200: list[CircleWaitingOut], **REFUSALS}, summary="Whose word waits, the longest first",
            **needs("circles:read"))  # fmt: skip
def waiting(request: HttpRequest) -> Any:
    me: Any = request.user
    _official(me)
    circle = queries.circle_kept(me)
    return each(waiting_in(circle, me, timezone.now()), waiting_out) if circle is not None else []


@router.post("/circle/codes", response={200: CircleCodeOut, 201: CircleCodeOut, **REFUSALS}, summary="Make a code to show on a visit",
             **needs("circles:write"))  # fmt: skip
def code(request: HttpRequest, body: CircleCodeIn | None = None) -> Any:
    body = body or CircleCodeIn()
    made, again = actions.code_once(request.user, body.met, body.key)  # type: ignore[arg-type]
    told = {"href": absolute(request, reverse("circle-in", args=[made.key])), "met": made.met, "expires_at": made.expires_at}
    return 200 if again else 201, told


@router.post("/circle/ties", response={200: CircleTieOut, **REFUSALS}, summary="Ask a resident in", **needs("circles:write"))
def ask(request: HttpRequest, body: CircleAskIn) -> Any:
    me: Any = request.user
    tie = actions.ask_once(me, person_for(body.person), body.way, body.met, body.said_yes, body.key)
    return tie_out(queries.tie_for(me, tie.pk))


@router.get("/circle/ties/{tie_id}", response={200: CircleTiePageOut, **REFUSALS}, summary="One resident in my circle, with visits",
            **needs("circles:read"))  # fmt: skip
def one(request: HttpRequest, tie_id: Id) -> Any:
    tie = queries.tie_for(request.user, tie_id)  # type: ignore[arg-type]
    return tie_out(tie) | {"visits": each(queries.visits_of(tie, VISITS), visit_out)}


@router.post("/circle/ties/{tie_id}/visits", response={200: CircleVisitOut, 201: CircleVisitOut, **REFUSALS},
             summary="Note a visit; the same key notes it once", **needs("circles:write"))  # fmt: skip
def visit(request: HttpRequest, tie_id: Id, body: CircleVisitIn) -> Any:
    me: Any = request.user
    tie = queries.tie_for(me, tie_id)
    noted, again = actions.note_once(tie, me, body.on, body.words, body.promise, body.promise_by, body.key)
    return 200 if again else 201, visit_out(noted)


@router.post("/circle/ties/{tie_id}/visits/{visit_id}/kept", response={200: CircleVisitOut, **REFUSALS}, summary="A promise is kept",
             **needs("circles:write"))  # fmt: skip
def kept(request: HttpRequest, tie_id: Id, visit_id: Id, body: CircleKeptIn | None = None) -> Any:
    me: Any = request.user
    found, said = queries.visit_for(me, tie_id, visit_id), body or CircleKeptIn()
    move = f"kept:{visit_id}"
    actions.once(tie_id, me, move, said.key, lambda: actions.keep_promise(found, me, said.words), said.words)
    return visit_out(queries.visit_for(me, tie_id, visit_id))


@router.post("/circle/ties/{tie_id}/let-go", response={204: None, **REFUSALS}, summary="Take somebody out", **needs("circles:write"))
def let_go(request: HttpRequest, tie_id: Id, body: CircleSureIn | None = None) -> Any:
    me: Any = request.user
    actions.once(tie_id, me, "let_go", body.key if body else "", lambda: actions.let_go(tie_id, me))
    return 204, None


@router.get("/circles", response={200: list[MyCircleOut], **REFUSALS}, summary="The circles I am in", **needs("circles:read"))
def in_them(request: HttpRequest) -> Any:
    return each(queries.circles_in(request.user), my_circle_out)  # type: ignore[arg-type]


@router.post("/circles/{tie_id}/answer", response={204: None, **REFUSALS}, summary="Say yes or no to having been asked",
             **needs("circles:write"))  # fmt: skip
def answer(request: HttpRequest, tie_id: Id, body: CircleAnswerIn) -> Any:
    me: Any = request.user
    actions.once(tie_id, me, "answer", body.key, lambda: actions.answer_ask(tie_id, me, body.yes), body.yes)
    return 204, None


@router.post("/circles/{tie_id}/leave", response={204: None, **REFUSALS}, summary="Leave a circle", **needs("circles:write"))
def leave(request: HttpRequest, tie_id: Id, body: CircleSureIn | None = None) -> Any:
    me: Any = request.user
    actions.once(tie_id, me, "leave", body.key if body else "", lambda: actions.leave(tie_id, me))
    return 204, None
