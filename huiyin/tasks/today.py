"""What of tasks waits for a person: matters for their word, what is theirs to do, what is late below them, what nobody answered; for a
resident what they said and what became of it."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from huiyin.core.today import Figure, Part, Section, remembered
from huiyin.people.models import Person
from huiyin.tasks.lights import span_words
from huiyin.tasks.queries.mine import Said, said_by
from huiyin.tasks.queries.today import UNANSWERED_AFTER, Today, today
from huiyin.tasks.queries.waiting import waiting_count
from huiyin.tasks.quick_deadlines import quick_deadlines
from huiyin.tasks.rendering import cards_html
from huiyin.tasks.stale_counts import KEPT_SECONDS, acted
from huiyin.tasks.today_forms import clearing_html


def _dress(request: Any, found: Today) -> None:
    """Draws all cards at once, and below each the forms by which it is cleared."""
    now, language, csrf = timezone.now(), get_language() or "zh-hans", get_token(request)
    drawn = iter(cards_html([*(one.card for one in (*found.waiting, *found.to_do)), *found.late], language, now))
    quick = cache(lambda unit: quick_deadlines(unit, now))
    for one in (*found.waiting, *found.to_do):
        one.html = next(drawn)
        one.clearing = clearing_html(one, quick(one.card.task.group.unit_id) if one.why == "report" else (), csrf, language)
    found.late_html = list(drawn)
    found.unanswered_after = span_words(UNANSWERED_AFTER)


def _figures(found: Today) -> list[Figure]:
    """What is to be seen below, counted: what there is none of does not stand there as a nought."""
    return [
        Figure(f"{reverse('board')}?light=late", len(found.late), _("Overdue"), found.more_late, "late"),
        Figure("#waiting", len(found.waiting) + found.more_waiting, _("Wait for my word"), in_sentence=True),
        Figure("#in-my-hands", len(found.to_do), _("In my hands"), found.more_to_do, in_sentence=True),
        Figure("#unanswered", found.people_waiting, _("People waiting")),
    ]


def _sentence(found: Today) -> str:
    if n := len(found.waiting) + found.more_waiting:
        return ngettext("%(n)s matter waits for your word.", "%(n)s matters wait for your word.", n) % {"n": n}
    if n := len(found.to_do):
        return ngettext("%(n)s matter is in your hands.", "%(n)s matters are in your hands.", n) % {"n": n}
    return ""


def _lead(found: Today) -> str:
    if (n := found.under_way) <= 0:
        return ""
    return ngettext("%(n)s more that you issued is under way.", "%(n)s more that you issued are under way.", n) % {"n": n}


def _said(person: Person) -> dict[str, list[Said]] | None:
    said = said_by(person)
    return {"waiting": [one for one in said if one.waits], "answered": [one for one in said if not one.waits]} if said else None


TODAY = (remembered("task", KEPT_SECONDS, waiting_count, acted),)
SECTIONS = (
    Section(
        "tasks", 40, today, "tasks/_today_waiting.html", there=lambda found: found.waiting, dress=_dress, figures=_figures,
        sentence=_sentence, lead=_lead, also=(
            Part(81, "tasks/_today_mine.html", lambda found: found.to_do),
            Part(82, "tasks/_today_late.html", lambda found: found.late),
            Part(83, "tasks/_today_unanswered.html", lambda found: found.unanswered),
        ),
        styles=("tasks/tasks.css", "tasks/matters.css"), scripts=("tasks/page.js", "tasks/form.js"),
    ),
    Section(
        "said", 84, _said, "tasks/_said_waiting.html", officials=False, residents=True, there=lambda found: found["waiting"],
        also=(Part(85, "tasks/_said_answered.html", lambda found: found["answered"]),), styles=("tasks/matters.css",),
    ),
)  # fmt: skip
