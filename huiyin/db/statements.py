"""Statements that go to the driver itself: Django's cursors would add 30 µs to each, half of what a small one costs (measured).

For the path on which every word of a county comes in; wherever speed is not the point, the ORM is the way.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_of_thread = threading.local()


def database() -> BaseDatabaseWrapper:
    """Gives this thread's database. Remembered: asking `connection` fifty times for a message cost more than its statements."""
    found: BaseDatabaseWrapper | None = getattr(_of_thread, "database", None)
    if found is None:
        found = _of_thread.database = connections[DEFAULT_DB_ALIAS]
    return found


def _connected() -> BaseDatabaseWrapper:
    """The same, once it is open. Django asks before whether a loop runs in this thread, which takes longer than to look."""
    db = database()
    if db.connection is None:
        db.ensure_connection()
    return db


def run(sql: str, values: Sequence[Any] = (), prepare: bool = True) -> Any:
    """Runs one statement at the driver; gives its cursor. Takes SQL whose text is one of few, its values, and whether PostgreSQL is to
    keep its plan; not where values decide how it is best answered."""
    gathered: list[tuple[str, Sequence[Any]]] | None = getattr(_of_thread, "gathered", None)
    if gathered is not None:
        gathered.append((sql, values))
        return None
    db = _connected()
    with db.wrap_database_errors:
        if db.vendor == "postgresql":
            return db.connection.execute(sql, values, prepare=prepare)
        return db.connection.execute(_asked(sql), values)


def run_for_each(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Runs one statement for each row; only for SQLite, where nobody waits between them."""
    db = _connected()
    with db.wrap_database_errors:
        db.connection.executemany(_asked(sql), rows)


@contextmanager
def in_one_go() -> Iterator[None]:
    """Sends the statements within to PostgreSQL one behind the other, without waiting for each answer; SQLite answers at once.

    Each wait is two changes of process: posting waits three times for a batch instead of fourteen. An error comes at the end at the
    latest, and as Django's. Only for statements whose count of rows nobody looks at: it is not known yet.
    """
    db = database()
    if db.vendor != "postgresql" or getattr(_of_thread, "pipeline", False):
        yield
        return
    db.ensure_connection()
    _of_thread.pipeline = True
    try:
        with db.wrap_database_errors, db.connection.pipeline():
            yield
    finally:
        _of_thread.pipeline = False


@contextmanager
def as_one() -> Iterator[None]:
    """Gathers the statements within into one for PostgreSQL: each had been a packet, a call of the kernel and a waking of its own.

    Only for statements that store, each other rows, that begin with no WITH and whose cursors nobody looks at: none of them sees what
    another stored.
    """
    if database().vendor != "postgresql":
        yield
        return
    gathered: list[tuple[str, Sequence[Any]]] = []
    _of_thread.gathered = gathered
    try:
        yield
    finally:
        _of_thread.gathered = None
    if not gathered:
        return
    *others, (last, values) = gathered
    before = ", ".join([f"w{n} AS ({sql})" for n, (sql, _values) in enumerate(others)])
    run(f"WITH {before} {last}" if others else last, [value for _sql, given in others for value in given] + list(values))


def ask(sql: str, values: Sequence[Any]) -> Callable[[], list[Any]]:
    """Sends a question; gives what fetches the rows of its answer. Within `in_one_go` ask everything first, then fetch."""
    cursor = run(sql, values)

    def fetch() -> list[Any]:
        with database().wrap_database_errors:
            return cursor.fetchall()

    return fetch


@lru_cache(maxsize=256)
def _asked(sql: str) -> str:
    return sql.replace("%s", "?")
