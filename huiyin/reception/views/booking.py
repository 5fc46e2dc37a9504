"""Reception days as everybody reads them: the list, a day, booking without an account, and giving a number back."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from huiyin.cases.rules import speaker_of
from huiyin.core.errors import NotThere, Refused
from huiyin.core.ten_digits import for_reading
from huiyin.reception.actions import VisitDraft, book, give_back
from huiyin.reception.actions.lookup import HELD, held, hold, look_up, require_within_limits
from huiyin.reception.codes import code_of
from huiyin.reception.queries import PAGE, about_when, before_in_line, booked_by, day_for, days_ahead, shown, visit_for
from huiyin.reception.rules import may_give_back, may_receive, roles
from huiyin.worktime.bounds import whole_in

NEW = "visit_new"  # in the session: the booking whose number and code this browser is shown once


def _draw(request: HttpRequest, name: str, context: dict[str, Any], refusal: Refused | None = None) -> HttpResponse:
    """Draws a page in the frame of who is signed in, or in the door's."""
    frame = "web/page.html" if request.user.is_authenticated else "people/door.html"
    context |= {"frame": frame, "refused": refusal}
    status = 200 if refusal is None else refusal.status if refusal.status != 404 else 422
    return render(request, f"reception/{name}.html", context, status=status)


@require_GET
def days(request: HttpRequest) -> HttpResponse:
    """The days to come; for who books with an account, what they booked."""
    who = speaker_of(request.user)
    context = {"days": shown(days_ahead(timezone.now())[:PAGE]), "booked": booked_by(who), "announces": bool(who.units)}
    return _draw(request, "days", context)


@require_http_methods(["GET", "POST"])
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """A day, and the form that books a number on it."""
    found, who, refusal = day_for(pk), speaker_of(request.user), None
    if request.method == "POST":
        try:
            typed = request.POST
            require_within_limits(request, typed.get("phone", "")[:40], found.pk, found.slots)
            draft = typed_visit(typed)
            made = book(found, draft, who)
            hold(request, made.visit)
            request.session[NEW] = made.visit.pk
            return redirect("reception-booked")
        except Refused as refused:
            refusal = refused
    context = {
        "shown": shown([found])[0], "day": found, "typed": request.POST or _mine(request),
        "key": request.POST.get("key") or uuid.uuid4().hex, "desk": may_receive(who, found), "bookable": found.is_open,
    }  # fmt: skip
    return _draw(request, "day", context, refusal)


def _mine(request: HttpRequest) -> dict[str, str]:
    """What the form begins with: name and number of whoever is signed in."""
    person: Any = request.user
    return {"name": person.name, "phone": person.phone or ""} if person.is_authenticated else {}


def typed_visit(typed: Any) -> VisitDraft:
    """Gives who wants to come, as it was typed in a form."""
    coming = whole_in(typed.get("coming", "1"), 4) or 0
    return VisitDraft(typed.get("name", ""), typed.get("phone", "")[:40], coming, typed.get("key", "")[:40])


@require_GET
def booked(request: HttpRequest) -> HttpResponse:
    """Number and code of what was just booked, once."""
    pk = request.session.pop(NEW, None) if HELD in request.session else None
    if pk is None:
        return redirect("reception-look-up")
    visit = visit_for(pk)
    return _draw(request, "booked", {"visit": visit, "code": for_reading(code_of(visit.pk)), "about_when": about_when(visit)})


@require_http_methods(["GET", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Number and code of a booking; what does not fit is answered alike, whichever of the two was wrong."""
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            return redirect("visit", look_up(request, request.POST.get("number", "")[:40], request.POST.get("code", "")[:40]).pk)
        except Refused as refused:
            refusal = refused
    return _draw(request, "look_up", {"number": request.POST.get("number", "")[:40]}, refusal)


@require_http_methods(["GET", "POST"])
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """A booking, for whoever booked it; given back with a second word, since the place goes to somebody else."""
    found, who, shown_before = visit_for(pk), speaker_of(request.user), held(request)
    having = roles(who, found, shown_before)
    if not having:
        raise NotThere
    if request.method == "POST":
        give_back(found, who, shown_before)
        return redirect("visit", pk)
    before = before_in_line(found)
    context = {
        "visit": found, "shown": shown([found.day])[0], "about_when": about_when(found), "before": before,
        "may_cancel": may_give_back(found), "asked": "give-back" in request.GET,
    }  # fmt: skip
    return _draw(request, "visit", context)
