"""The desk of a reception, by keyboard: the line, and what somebody says."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from huiyin.cases.queries.aloud import code_aloud
from huiyin.cases.rendering import look_of
from huiyin.cases.rules import Speaker, speaker_of
from huiyin.cases.views.together import joint_in, speakers_in
from huiyin.core.errors import Invalid, Refused
from huiyin.core.ten_digits import for_reading
from huiyin.people.auth import PersonRequest, require_person
from huiyin.reception import actions
from huiyin.reception.actions import Heard
from huiyin.reception.actions.booking import REPRESENTATIVES
from huiyin.reception.actions.idempotency import once
from huiyin.reception.codes import code_of
from huiyin.reception.models import Day, Visit
from huiyin.reception.moves import CALLS, MOVES
from huiyin.reception.queries import day_at_desk, earlier_than, line_of, petitioners_of, shown, visit_for
from huiyin.reception.views.booking import typed_visit
from huiyin.worktime.bounds import whole_in

Typed = Any


@require_http_methods(["GET", "POST"])
@require_person
def desk(request: PersonRequest, pk: int) -> HttpResponse:
    """The line: who is called, who waits, who walks in. What is posted is `next`, or a walk-in's name."""
    who = speaker_of(request.user)
    day, refusal, typed = day_at_desk(who, pk), None, request.POST
    if request.method == "POST":
        try:
            return _at_desk(day, who, typed)
        except Refused as refused:
            refusal = refused
    line, given = line_of(day), None
    if number := whole_in(request.GET.get("given"), 4):
        given = next((one for one in line.waiting if one.number == number and one.by_id == request.user.pk), None)
    context = {
        "day": day, "shown": shown([day])[0], "line": line, "refusal": refusal, "typed": typed, "key": typed.get("key") or uuid.uuid4().hex,
        "calls": CALLS, "given": given, "code": for_reading(code_of(given.pk)) if given else "", "today": day.date == timezone.localdate(),
        "nobody": "nobody" in request.GET,
    }  # fmt: skip
    return render(request, "reception/desk.html", context, status=refusal.status if refusal else 200)


def _at_desk(day: Day, who: Speaker, typed: Typed) -> HttpResponse:
    here = f"/reception/{day.pk}/desk"
    if typed.get("do") == "next":
        called = once(day.pk, who, "next", typed.get("key", "")[:40], lambda: actions.call_next(day, who))
        return redirect("visit-desk", called.pk) if called else redirect(f"{here}?nobody=1")
    made = actions.book(day, typed_visit(typed), who, walk_in=True)
    return redirect(f"{here}?given={made.visit.number}#given")


@require_http_methods(["GET", "POST"])
@require_person
def visit(request: PersonRequest, pk: int) -> HttpResponse:
    """Somebody at the desk: own words beside the summary, who asks with them, and the moves of the line."""
    who = speaker_of(request.user)
    found, refusal = visit_for(pk), None
    day_at_desk(who, found.day_id)
    if request.method == "POST":
        try:
            return _moved(found, who, request.POST)
        except Refused as refused:
            refusal = refused
            found = visit_for(pk)
    petitioners = petitioners_of(found)
    again = refusal is not None and request.POST.get("do") == "write"
    speakers: list[Any] = speakers_in(request.POST) if again else [one for one in petitioners if one.speaks]
    if not petitioners and not again:
        speakers = [found]  # who was called is the first who speaks
    context = {
        "visit": found, "refusal": refusal, "typed": request.POST, "again": again, "calls": CALLS,
        "may": {move.name for move in MOVES.possible(found.state, ("clerk",))},
        "speakers": (speakers + [None] * REPRESENTATIVES)[: max(REPRESENTATIVES, len(speakers))],
        "others": "\n".join(f"{one.name} {one.phone}".strip() for one in petitioners if not one.speaks), "petitioners": petitioners,
        "earlier": [(one, look_of(one)) for one in earlier_than(found, who)],
        "code": _aloud(found, who) if "registered" in request.GET else "", "now": timezone.now(),
    }  # fmt: skip
    return render(request, "reception/visit_desk.html", context, status=refusal.status if refusal else 200)


def _aloud(visit: Visit, who: Speaker) -> str:
    """The code of what was just registered, for whoever registered it to read aloud."""
    code = code_aloud(who, visit.case) if visit.case is not None else ""
    return for_reading(code) if code else ""


def _moved(visit: Visit, who: Speaker, typed: Typed) -> HttpResponse:
    """Makes the move whose button was pressed. What is typed is kept with "agree" and "register" too, so that nothing is lost."""
    do = typed.get("do", "")
    if not MOVES.can_make(do):
        raise Invalid(field="do")
    MOVES.make(do, visit, who, **{field: READ[field](typed) for field in MOVES[do].fields})
    if do == "register":
        return redirect(f"/visits/{visit.pk}/desk?registered=1#registered")
    return redirect("visit-desk", visit.pk) if do in ("write", "agree") else redirect("reception-desk", visit.day_id)


#: How the form says what a move brings.
READ: dict[str, Callable[[Typed], Any]] = {
    "words": lambda typed: typed.get("words", ""), "summary": lambda typed: typed.get("summary", ""),
    "petitioners": lambda typed: _petitioners(typed), "shown": lambda typed: typed.get("shown", "")[:64],
}  # fmt: skip


def _petitioners(typed: Typed) -> list[Heard]:
    """Those who came and speak, by rows; those who did not come, a line each."""
    return [Heard(one.name, one.phone, one.speaks) for one in joint_in(typed)]
