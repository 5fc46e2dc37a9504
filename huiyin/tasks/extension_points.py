"""For what of other apps a task is given out: each declares its own in `extensions.py`, and is known by its name and a number."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.core.declarations import Extension, Registry
from huiyin.core.errors import NotThere
from huiyin.people.models import Person
from huiyin.tasks.models import Task
from huiyin.worktime.bounds import whole_in


@dataclass(frozen=True)
class Shown:
    """How what a task is given out for stands on its form and page: in `words`, found at `href`. `title` and `deadline` begin the form."""

    words: Any
    href: str
    title: str = ""
    deadline: datetime | None = None


@dataclass(frozen=True)
class TaskOrigin(Extension):
    """Something for which tasks are given out.

    `begins(person, number)` gives how it stands on the form, and raises a Refused for whom a task for it is not theirs to give out.
    `hang(person, number, issue)` locks it, asks the rule anew, calls `issue` and notes that the task hangs there, in one transaction.
    `leads_back(person, task)` gives what of it this person may see, for the task's page.
    """

    begins: Callable[[Person, int], Shown]
    hang: Callable[[Person, int, Callable[[], Task]], Task]
    leads_back: Callable[[Person, Task], Iterable[Shown]]


ORIGINS: Registry[TaskOrigin] = Registry("extensions", "EXTENSIONS", TaskOrigin, lambda one: one.name, only=True)


def origin_in(text: str) -> tuple[TaskOrigin, int] | None:
    """Gives what a form names ("case:123"), or None for nothing. Raises NotThere for what is none."""
    if not text:
        return None
    name, _colon, number = text.partition(":")
    origin, found = ORIGINS.get(name), whole_in(number[:20])
    if origin is None or found is None:
        raise NotThere
    return origin, found


def origins_of(person: Person, task: Task) -> list[Shown]:
    """Gives for what a task was given out, as far as this person may see it."""
    return [shown for origin in ORIGINS for shown in origin.leads_back(person, task)]
