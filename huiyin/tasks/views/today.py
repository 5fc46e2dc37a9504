"""The first page of Matters: what waits for me today."""

from __future__ import annotations

from functools import cache

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.core.today import sections_of
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.models import Person
from huiyin.tasks.clearing import clearing_html
from huiyin.tasks.lights import span_words
from huiyin.tasks.queries.today import UNANSWERED_AFTER, Today, today
from huiyin.tasks.rendering import cards_html
from huiyin.tasks.views.reading import quick_deadlines


@require_GET
@require_person
def show(request: PersonRequest) -> HttpResponse:
    """What waits for my word, what I have to do, what is late in my line, what was said and not answered."""
    if request.user.kind != Person.Kind.OFFICIAL:
        return redirect("mine")
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
    words = {"greeting": _greeting(found, request.user.name), "sentence": _sentence(found)}
    context = {"shown": found, "late": late, "figures": _figures(found), "after": span_words(UNANSWERED_AFTER), **words}
    context["sections"] = [{"template": one.template, "shown": there} for one, there in sections_of(request.user)]
    return render(request, "tasks/today.html", context)


def _figures(found: Today) -> list[dict[str, str]]:
    """What is to be seen below, counted: what there is none of does not stand there as a nought, and one alone is in the sentence."""
    board = reverse("board")
    figures = [
        ("late", f"{board}?light=late", len(found.late), found.more_late, _("Overdue")),
        ("", "#waiting", len(found.waiting) + found.more_waiting, False, _("Wait for my word")),
        ("", "#in-my-hands", len(found.to_do), found.more_to_do, _("In my hands")),
        ("", "#unanswered", found.people_waiting, False, _("People waiting")),
    ]
    there = [one for one in figures if one[2]]
    if len(there) == 1 and there[0][1] in ("#waiting", "#in-my-hands"):
        return []
    return [{"look": look, "href": href, "count": f"{n}{'+' if more else ''}", "words": words} for look, href, n, more, words in there]


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
