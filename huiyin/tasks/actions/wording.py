"""What tasks are found by, put into the index of words when they are issued: their words stay as they are from then on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from huiyin.db.statements import database, run
from huiyin.tasks.models import Task
from huiyin.tasks.queries.wording import INDEX


def index_words(tasks: Iterable[Task]) -> None:
    """Puts tasks into the index, in the caller's transaction."""
    for task in tasks:
        run(*statement(task, database().vendor))


def statement(task: Task, vendor: str) -> tuple[str, list[Any]]:
    """Gives what puts a task into the index of a database."""
    return INDEX.put_sql(task.pk, "\n".join((task.number, task.title, task.words)), vendor)
