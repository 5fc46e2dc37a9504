"""The first page of Matters, and a resident's own: what of all apps waits for a person, each drawn by its app (`today.py`)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from huiyin.core.today import sections_of, waiting_count
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.models import Person


@require_GET
@require_person
def show(request: PersonRequest) -> HttpResponse:
    """What waits for an official's word, what is theirs to do, what is late below them, who waits for an answer."""
    if request.user.kind != Person.Kind.OFFICIAL:
        return redirect("mine")
    found = sections_of(request.user)
    figures = [figure for section, there in found for figure in section.figures(there) if figure.count]
    said = next((words for section, there in found if (words := section.sentence(there))), "")
    waits = waiting_count(request.user)  # the tab's number: one app's sentence is only said where it tells of all that waits
    head = {
        "greeting": _greeting(request.user.name),
        "sentence": said if said and waits <= sum(figure.count for figure in figures if figure.in_sentence) else _what_waits(waits),
        "leads": [said for section, there in found if (said := section.lead(there))],
        # A number that the sentence above says stands there once.
        "figures": figures if len(figures) > 1 or not all(figure.in_sentence for figure in figures) else [],
    }
    return render(request, "today/today.html", head | _drawn(request, found))


@require_GET
@require_person
def mine(request: PersonRequest) -> HttpResponse:
    """What waits for a resident, what they said, and what became of it."""
    return render(request, "today/mine.html", _drawn(request, sections_of(request.user, residents=True)))


def _drawn(request: PersonRequest, found: list[tuple[Any, Any]]) -> dict[str, Any]:
    """The parts of all sections in their order, and the static files they need."""
    for section, there in found:
        section.dress(request, there)
    parts = [(part, there) for section, there in found for part in section.parts if part.there(there)]
    return {
        "parts": [{"template": part.template, "shown": there} for part, there in sorted(parts, key=lambda pair: pair[0].order)],
        "styles": list(dict.fromkeys(style for section, _there in found for style in section.styles)),
        "scripts": list(dict.fromkeys(script for section, _there in found for script in section.scripts)),
    }


def _greeting(name: str) -> str:
    hour = timezone.localtime().hour
    if hour < 5 or hour >= 18:
        words = _("Good evening, %(who)s.")
    elif hour < 12:
        words = _("Good morning, %(who)s.")
    else:
        words = _("Good afternoon, %(who)s.")
    return words % {"who": name}


def _what_waits(n: int) -> str:
    if n:
        return ngettext("%(n)s matter waits for your word.", "%(n)s matters wait for your word.", n) % {"n": n}
    return _("Nothing waits for you.")
