"""An answer as a letter (PDF), and that it was sent or told."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from huiyin.answers import actions
from huiyin.answers.letter import letter_of
from huiyin.answers.queries.given import answer_of
from huiyin.answers.rules import may_read_letter
from huiyin.cases.actions import once
from huiyin.cases.models import Answer, Case
from huiyin.cases.rules import Speaker
from huiyin.cases.views.page import page, seen
from huiyin.core.errors import Invalid, NotThere, Refused
from huiyin.core.throttle import throttle
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.devices import address_of, neighbourhood
from huiyin.printing.errors import CharactersMissing, NoChineseFont
from huiyin.printing.letters import letter as printed_letter
from huiyin.worktime.bounds import day_in

AN_HOUR = 60  # letters that one person, or one place, has made


def _answer(request: HttpRequest, pk: int, n: int) -> tuple[Speaker, Case, Answer]:
    """Gives who asks, the case and its nth answer. Raises NotThere."""
    who, case = seen(request, pk)
    return who, case, answer_of(case, n)


@require_GET
def letter(request: HttpRequest, pk: int, n: int) -> HttpResponse:
    """The letter, for whoever asked and for those who have it in hand; where no font can write it, a page to print from the browser."""
    who, case, answer = _answer(request, pk, n)
    if not may_read_letter(who, case):
        raise NotThere
    throttle(f"letters:{request.user.pk or neighbourhood(address_of(request))}", AN_HOUR, 3600)
    told = letter_of(case, answer, n, request.build_absolute_uri(reverse("case-look-up")))
    try:
        made = printed_letter(told)
    except (NoChineseFont, CharactersMissing) as refusal:
        return render(request, "answers/letter.html", {"letter": told, "case": case, "refusal": refusal})
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, f"{case.number}-{n}.pdf") or "inline"
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@require_person
def told(request: PersonRequest, pk: int, n: int) -> HttpResponse:
    """Writes down that an answer was sent by letter or told by telephone."""
    who, case, answer = _answer(request, pk, n)
    said = request.POST
    try:
        once(case, who, "told", said.get("key", "")[:40], lambda: _record(answer, who, said.get("way", ""), said.get("on", "")),
             [n, said.get("way"), said.get("on")])  # fmt: skip
    except Refused as refusal:
        if refusal.status in (401, 403, 404):
            raise
        return page(request, who, case, refusal, "told")
    return redirect(f"{reverse('case', args=[pk])}#on-paper")


def _record(answer: Answer, who: Speaker, way: str, on: str) -> None:
    if way == "letter":
        actions.record_letter(answer, who, _day(on) if on else timezone.localdate())
    elif way in ("phone", "not-reached"):
        actions.record_call(answer, who, way == "phone")
    else:
        raise Invalid(field="way")


def _day(said: str) -> date:
    found = day_in(said)
    if found is None:
        raise Invalid(field="on")
    return found
