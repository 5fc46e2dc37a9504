"""Words of tasks in templates."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import template
from django.utils import timezone

from huiyin.core.dates import clock_words
from huiyin.tasks import lights
from huiyin.tasks.models import Assignee, Task
from huiyin.tasks.move_words import WORDS
from huiyin.tasks.moves import MOVES
from huiyin.tasks.rendering import Card, series_words

register = template.Library()
register.filter(clock_words)
register.filter("repeats", series_words)


@register.filter
def span_words(seconds: int) -> str:
    """Gives a number of seconds as people say it."""
    return lights.span_words(timedelta(seconds=seconds))


@register.filter
def light_of(task: Task) -> str:
    """Gives the light of a task now, which is also the name of its colour."""
    return str(lights.light(task, timezone.now()))


@register.filter
def doer(assignee: Assignee, card: Card) -> str:
    """Gives who does it today, by name."""
    person = card.doer(assignee)
    return person.name if person is not None else "—"


#: What the form of a move takes from the page around it.
AROUND = ("task", "typed", "refusal", "move", "everybody", "quick", "csrf_token")


@register.simple_tag
def opens(name: str) -> str:
    """Gives the line behind which the form of a move lies."""
    return str(WORDS[name].opens)


@register.inclusion_tag("tasks/_move.html", takes_context=True)
def move_form(context: template.Context, name: str, look: str = "", at: str = "", **more: Any) -> dict[str, Any]:
    """Draws the form of a move, as its row and its words say; `look` of its button, `at` a moment in its words. What the page says of it in
    its own way, such as `files` or `moment_label`, comes as named."""
    row, said = MOVES[name], WORDS[name]
    moment = next((field for field in row.fields if field in ("deadline", "until")), "") if said.moment else ""
    form = {
        "name": name, "look": look, "words": str(row.words) % {"at": at} if at else row.words, "label": said.label,
        "needed": "words" in row.brings, "files": said.files, "whom": "lead" in row.fields,
        "moment": moment, "moment_label": said.moment, "moment_needed": moment in row.brings,
        "number_name": next((field for field in row.fields if field in ("extension", "rung")), ""),
    }  # fmt: skip
    return {around: context[around] for around in AROUND if around in context} | form | more
