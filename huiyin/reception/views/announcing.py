"""A unit announces a day, and calls one off."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from huiyin.cases.rules import speaker_of
from huiyin.core.errors import Invalid, NotAllowed, Refused
from huiyin.people.auth import PersonRequest, require_person
from huiyin.reception.actions import DayDraft, announce_day, cancel_day
from huiyin.reception.queries import day_at_desk, posts_to_sit, units_to_announce_for, waiting_on
from huiyin.worktime.bounds import moment_in, whole_in


@require_http_methods(["GET", "POST"])
@require_person
def new(request: PersonRequest) -> HttpResponse:
    """Announces a day; a refusal brings the page back with all that was typed."""
    who, typed, refusal = speaker_of(request.user), request.POST, None
    if not who.units:
        raise NotAllowed
    if request.method == "POST":
        try:
            draft = DayDraft(
                whole_in(typed.get("unit"), 9) or 0, typed.get("place", ""), _moment(typed, "from"), _moment(typed, "until"),
                whole_in(typed.get("slots"), 4) or 0, whole_in(typed.get("post"), 9), typed.get("sits", ""), typed.get("about", ""),
                typed.get("key", "")[:40],
            )  # fmt: skip
            return redirect("reception-day", announce_day(draft, who).pk)
        except Refused as refused:
            refusal = refused
    units = units_to_announce_for(who)
    context = {
        "units": units, "posts": posts_to_sit(units),
        "typed": typed, "refusal": refusal, "key": typed.get("key") or uuid.uuid4().hex,
        "own": whole_in(typed.get("unit"), 9) or min(who.units),
    }  # fmt: skip
    return render(request, "reception/new.html", context, status=refusal.status if refusal else 200)


def _moment(typed: dict[str, str], at: str) -> datetime:
    """A day and a time of it, by the clock of the house. Raises Invalid with the field."""
    found = moment_in(f"{typed.get('date', '')[:10]}T{typed.get(at, '')[:5]}")
    if found is None:
        raise Invalid(field=at)
    return found if found.tzinfo else timezone.make_aware(found)


@require_http_methods(["GET", "POST"])
@require_person
def cancel(request: PersonRequest, pk: int) -> HttpResponse:
    """Calls a day off, with the reason that everybody reads."""
    who = speaker_of(request.user)
    day, refusal = day_at_desk(who, pk), None
    if request.method == "POST":
        try:
            cancel_day(day, who, request.POST.get("reason", ""))
            return redirect("reception-day", pk)
        except Refused as refused:
            refusal = refused
    context = {"day": day, "booked": waiting_on(day), "refusal": refusal, "typed": request.POST}
    return render(request, "reception/cancel.html", context, status=refusal.status if refusal else 200)
