"""Asking named people to study a moment, and what they say of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from huiyin.core.errors import Invalid, NotAllowed, Refused
from huiyin.feed import actions, rules
from huiyin.feed.queries.cards import cards_of, moment_for
from huiyin.feed.queries.comments import study_asked_of
from huiyin.feed.queries.naming import people_named
from huiyin.feed.views import moment as moment_page
from huiyin.feed.views.common import back_to, new_key, status_of
from huiyin.people.auth import PersonRequest, require_person
from huiyin.worktime.bounds import day_in, midnight


@require_http_methods(["GET", "POST"])
@require_person
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    """Asks named people to read a moment to the end, and for notes by a day."""
    moment = moment_for(request.user, pk)
    if not rules.may_ask_to_study(request.user, moment):
        raise NotAllowed
    refusal = None
    if request.method == "POST":
        try:
            people = people_named(request.user, request.POST.get("names", ""))
            day = _end_of(request.POST.get("notes_by", ""))
            words, key = request.POST.get("words", ""), request.POST.get("key", "")[:40]
            actions.ask_to_study(moment, request.user, people, day, words=words, key=key)
            return back_to(request, "moment", pk, done="asked")
        except Refused as refused:
            refusal = refused
    shown = {
        "card": cards_of([moment], request.user)[0], "refusal": refusal, "key": new_key(),
        "typed": request.POST, "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "feed/study.html", shown, status=status_of(refusal))


def _end_of(day: str) -> datetime:
    """The last minute of a day that a form names: midnight would be read as the day after. Raises Invalid."""
    found = day_in(day)
    end = midnight(found, timezone.get_default_timezone(), 1) if found is not None else None
    if end is None:
        raise Invalid(_("Choose a day."), field="notes_by")
    return end - timedelta(minutes=1)


@require_POST
@require_person
def answer(request: PersonRequest, pk: int, study_id: int) -> HttpResponse:
    """Somebody who was asked says that they have read it (`read`), or hands in notes."""
    moment = moment_for(request.user, pk)
    study = study_asked_of(request.user, moment, study_id)
    try:
        if "read" in request.POST:
            actions.say_read(study, request.user)
            return back_to(request, "moment", pk, anchor="study", done="read")
        actions.hand_in_notes(study, request.user, request.POST.get("notes", ""))
    except Refused as refusal:
        return moment_page.page(request, moment, refusal, {"notes": request.POST.get("notes", "")})
    return back_to(request, "moment", pk, anchor="study", done="noted")
