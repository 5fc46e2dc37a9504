"""A transaction without Django's keeping of its own account, and rows from plain values: for the writer, whose every message pays both."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import Any

from django.db import DatabaseError, InterfaceError, models

from huiyin.db.bulk import array_types, arrays, places, table
from huiyin.db.statements import database, in_one_go, run, run_for_each
from huiyin.db.which import is_postgresql


@contextmanager
def transaction() -> Iterator[None]:
    """A transaction of this connection, which must have none open; durable when it ends. Nothing that asks Django's ORM to write, or
    to be called after the commit, may run within."""
    db = database()
    db.ensure_connection()
    assert not db.in_atomic_block
    try:
        with in_one_go():
            run("BEGIN" if is_postgresql() else "BEGIN IMMEDIATE")
            yield
            run("COMMIT")
    except BaseException:
        if is_postgresql() or db.connection.in_transaction:
            with suppress(DatabaseError, InterfaceError):  # where the connection is gone, so is what it had begun
                run("ROLLBACK")
        raise


@cache
def inserter(model: type[models.Model], columns: tuple[str, ...], same: tuple[tuple[str, str | bool], ...] = ()) -> Callable[[Any], None]:
    """Gives what inserts rows of these columns. Takes also columns that hold the same in every row, with what they hold."""
    types = array_types(model)
    names = ", ".join(f'"{name}"' for name in (*columns, *(name for name, _value in same)))
    constants = "".join(f", {_spelled(value, types[name])}" for name, value in same)
    if is_postgresql():
        given = ", ".join(f"%s::{types[column]}[]" for column in columns)
        own = ", ".join(f"v.c{n}" for n in range(len(columns)))
        called = ", ".join(f"c{n}" for n in range(len(columns)))
        sql = f"INSERT INTO {table(model)} ({names}) SELECT {own}{constants} FROM unnest({given}) v({called})"  # noqa: S608
        return lambda rows: run(sql, arrays(rows))
    sql = f"INSERT INTO {table(model)} ({names}) VALUES ({places(columns)[1:-1]}{constants})"  # noqa: S608
    return lambda rows: run_for_each(sql, rows)


def _spelled(value: str | bool, kind: str) -> str:
    if isinstance(value, bool):
        return str(value).lower() if is_postgresql() else str(int(value))
    quoted = "'" + value.replace("'", "''") + "'"
    return f"{quoted}::jsonb" if kind == "jsonb" and is_postgresql() else quoted


def commits_elsewhere() -> int:
    """Gives SQLite's count of what all other connections committed, of whatever process; asked in a transaction: its own is none."""
    return int(run("PRAGMA data_version").fetchone()[0])


def keep_plans() -> None:
    """Has PostgreSQL make one plan for each statement of this connection, whatever its values: for who asks the same dozen all day, by
    their keys. PostgreSQL had planned half of them anew each time (a fifth of its time)."""
    run("SET plan_cache_mode = force_generic_plan")
