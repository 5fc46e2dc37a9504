"""The lights of the supervision board (督办台账): blue in time, amber near, vermilion overdue, jade settled; each with its word."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from huiyin.core.dates import span_words
from huiyin.tasks.models import State


class Lit(Protocol):
    """What has a light: a task, or a line of the board."""

    state: Any
    deadline_at: Any
    near_at: Any
    moved_at: Any

    def get_state_display(self) -> str: ...


class Light(TextChoices):
    """`calm`, `near`, `late`, `done` are also the names of their colours in the style sheets."""

    CALM = "calm", pgettext_lazy("light of a task", "In time")
    NEAR = "near", pgettext_lazy("light of a task", "Near")
    LATE = "late", pgettext_lazy("light of a task", "Overdue")
    DONE = "done", pgettext_lazy("light of a task", "Settled")
    OFF = "off", pgettext_lazy("light of a task", "Withdrawn")


def light(task: Lit, now: datetime) -> Light:
    """Gives a task's light at a moment. A report that waits for its verdict keeps the light of the moment it came in."""
    if task.state == State.SETTLED:
        return Light.DONE
    if task.state == State.WITHDRAWN:
        return Light.OFF
    at = task.moved_at if task.state == State.REPORTED else now
    if task.deadline_at is None:
        return Light.CALM
    if at >= task.deadline_at:
        return Light.LATE
    return Light.NEAR if task.near_at is not None and at >= task.near_at else Light.CALM


def light_words(task: Lit, now: datetime) -> str:
    """Gives what stands on a task's light: 17 hours left · overdue by 2 hours · reported · settled."""
    if task.state in (State.SETTLED, State.WITHDRAWN, State.REPORTED, State.DECLINED):
        return str(task.get_state_display())
    if task.deadline_at is None:
        return _("No deadline")
    if now >= task.deadline_at:
        return _("Overdue by %(span)s") % {"span": span_words(now - task.deadline_at)}
    return _("%(span)s left") % {"span": span_words(task.deadline_at - now)}
