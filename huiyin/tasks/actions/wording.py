"""What tasks are found by, put into the index of words when they are issued: their words stay as they are from then on."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.journal.rows import database, run
from huiyin.language.phrases import streams
from huiyin.tasks.models import Task
from huiyin.tasks.queries.wording import TABLE, as_lexemes


def index_words(tasks: Iterable[Task]) -> None:
    """Puts tasks into the index, in the caller's transaction."""
    keep = "ON CONFLICT (task_id) DO UPDATE SET terms = excluded.terms"
    postgresql = database().vendor == "postgresql"
    for task in tasks:
        units, pairs = streams("\n".join((task.number, task.title, task.words)))
        if postgresql:
            run(f"INSERT INTO {TABLE} (task_id, terms) VALUES (%s, %s::tsvector) {keep}", [task.pk, as_lexemes(units, pairs)])  # noqa: S608
        else:
            run(f"INSERT INTO {TABLE}(rowid, units, pairs) VALUES (%s, %s, %s)", [task.pk, " ".join(units), " ".join(pairs)])  # noqa: S608
