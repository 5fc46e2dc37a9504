"""What tasks are found by, put into the index of words when they are issued: their words stay as they are from then on."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.tasks.models import Task
from huiyin.tasks.queries.wording import INDEX


def index_words(tasks: Iterable[Task]) -> None:
    """Puts tasks into the index, in the caller's transaction."""
    for task in tasks:
        INDEX.put(task.pk, text_of(task))


def text_of(task: Task) -> str:
    """Gives what a task is found by."""
    return "\n".join((task.number, task.title, task.words))
