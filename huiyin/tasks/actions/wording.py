"""What tasks are found by, put into the index of words when they are issued: their words stay as they are from then on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from huiyin.db.bulk import database, run
from huiyin.language.phrases import streams
from huiyin.tasks.models import Task
from huiyin.tasks.queries.wording import TABLE, as_lexemes

_SQL = {
    "postgresql": f"INSERT INTO {TABLE} (task_id, terms) VALUES (%s, %s::tsvector) "  # noqa: S608
    "ON CONFLICT (task_id) DO UPDATE SET terms = excluded.terms",
    "sqlite": f"INSERT INTO {TABLE}(rowid, units, pairs) VALUES (%s, %s, %s)",  # noqa: S608
}


def index_words(tasks: Iterable[Task]) -> None:
    """Puts tasks into the index, in the caller's transaction."""
    for task in tasks:
        run(*statement(task, database().vendor))


def statement(task: Task, vendor: str) -> tuple[str, list[Any]]:
    """Gives what puts a task into the index of a database."""
    units, pairs = streams("\n".join((task.number, task.title, task.words)))
    return _SQL[vendor], [task.pk, as_lexemes(units, pairs)] if vendor == "postgresql" else [task.pk, " ".join(units), " ".join(pairs)]
