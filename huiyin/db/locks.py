"""Who writes, and who waits: SQLite has one writer; PostgreSQL locks rows."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import TypeVar

from django.db.models import Model, QuerySet

from huiyin.db.which import one_writer

Row = TypeVar("Row", bound=Model)
_write_lock = threading.Lock()
#: Called between two transactions that give way: whoever has something that people wait for goes first. Says whether people post just now.
yield_hooks: list[Callable[[], bool]] = []


def write_lock() -> AbstractContextManager[object]:
    """Gives what the threads of this process that write hold while they do. SQLite has one writer, and who finds it taken looks again
    only after up to a tenth of a second, while the clocks, right behind each other, would take it again and again."""
    return _write_lock if one_writer() else nullcontext()


def for_update(of: str = "", *, skip_locked: bool = False) -> str:
    """Gives what stands behind a question whose rows are locked until the transaction ends; nothing where there is one writer.

    Takes the table (as the question calls it) whose rows are meant, and whether rows that others hold are left out.
    """
    if one_writer():
        return ""
    return f" FOR UPDATE{f' OF {of}' if of else ''}{' SKIP LOCKED' if skip_locked else ''}"


def locked_if_free(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Gives these rows locked until the transaction ends, without those that others hold."""
    return rows.select_for_update(skip_locked=not one_writer())
