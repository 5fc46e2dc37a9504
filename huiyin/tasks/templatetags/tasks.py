"""Words of tasks in templates."""

from __future__ import annotations

from datetime import timedelta

from django import template
from django.utils import timezone

from huiyin.core.dates import clock_words
from huiyin.tasks import lights
from huiyin.tasks.models import Assignee, Task
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
