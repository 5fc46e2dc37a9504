"""The first page of Matters: what waits for me today."""

from __future__ import annotations

from functools import cache

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.people.auth import PersonRequest, require_person
from huiyin.tasks.clearing import clearing_html
from huiyin.tasks.queries.today import Today, today
from huiyin.tasks.rendering import cards_html
from huiyin.tasks.views.reading import quick_deadlines


@require_GET
@require_person
def show(request: PersonRequest) -> HttpResponse:
    """What waits for my word, what I have to do, what is late in my line, what was said and not answered."""
    found = today(request.user)
    now = timezone.now()
    language = get_language() or "zh-hans"
    drawn = iter(cards_html([*(one.card for one in (*found.waiting, *found.to_do)), *found.late], language, now))
    csrf = get_token(request)
    quick = cache(lambda unit: quick_deadlines(unit, now))
    for one in (*found.waiting, *found.to_do):
        one.html = next(drawn)
        one.clearing = clearing_html(one, quick(one.card.task.group.unit_id) if one.why == "report" else (), csrf, language)
    late = list(drawn)
    context = {"shown": found, "late": late, "greeting": _greeting(found, request.user.name), "sentence": _sentence(found)}
    return render(request, "tasks/today.html", context)


def _greeting(found: Today, name: str) -> str:
    hour = timezone.localtime().hour
    if hour < 5 or hour >= 18:
        words = _("Good evening, %(who)s.")
    elif hour < 12:
        words = _("Good morning, %(who)s.")
    else:
        words = _("Good afternoon, %(who)s.")
    return words % {"who": name}


def _sentence(found: Today) -> str:
    if n := len(found.waiting) + found.more_waiting:
        return ngettext("%(n)s matter waits for your word.", "%(n)s matters wait for your word.", n) % {"n": n}
    if n := len(found.to_do):
        return ngettext("%(n)s matter is in your hands.", "%(n)s matters are in your hands.", n) % {"n": n}
    return _("Nothing waits for you.")
