"""The journal's part of the quick way for words (groups/actions/quick.py): a transaction without Django's keeping of its own account,
rows from plain values, and entries of one kind chained as `recording` chains them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import cache
from typing import Any

from django.db import DatabaseError, InterfaceError, models

from huiyin.db.bulk import array_types, arrays, as_stored, made, table, update_rows
from huiyin.db.statements import database, in_one_go, run, run_for_each
from huiyin.journal import recording
from huiyin.journal.chain import link_spelled, microseconds
from huiyin.journal.models import Entry, Stream

#: Words in JSON as the chain spells them (`chain.canonical`).
spelled: Callable[[str], str] = json.encoder.encode_basestring
_ENTRY = ("id", "stream_id", "seq", "kind", "at", "by_id", "data", "sealed_digest", "hash")


class Not(Exception):
    """What was to go the quick way has to go the ordinary one; nothing was stored."""


@contextmanager
def transaction() -> Iterator[None]:
    """A transaction of this connection, which must have none open; durable when it ends. Nothing that asks Django's ORM to write, or
    to be called after the commit, may run within."""
    db = database()
    db.ensure_connection()
    assert not db.in_atomic_block
    try:
        with in_one_go():
            run("BEGIN IMMEDIATE" if db.vendor == "sqlite" else "BEGIN")
            yield
            run("COMMIT")
    except BaseException:
        if db.vendor == "postgresql" or db.connection.in_transaction:
            with suppress(DatabaseError, InterfaceError):  # where the connection is gone, so is what it had begun
                run("ROLLBACK")
        raise


@cache
def inserter(model: type[models.Model], columns: tuple[str, ...], constants: tuple[tuple[str, str], ...]) -> Callable[[Any], None]:
    """Gives what inserts rows of these columns. Takes also columns that are the same in every row, with how SQL spells that."""
    names = ", ".join(f'"{name}"' for name in (*columns, *(name for name, _sql in constants)))
    same = "".join(f", {sql}" for _name, sql in constants)
    if database().vendor == "postgresql":
        types = array_types(model)
        given = ", ".join(f"%s::{types[column]}[]" for column in columns)
        own = ", ".join(f"v.c{n}" for n in range(len(columns)))
        called = ", ".join(f"c{n}" for n in range(len(columns)))
        sql = f"INSERT INTO {table(model)} ({names}) SELECT {own}{same} FROM unnest({given}) v({called})"  # noqa: S608
        return lambda rows: run(sql, arrays(rows))
    sql = f"INSERT INTO {table(model)} ({names}) VALUES ({', '.join(['%s'] * len(columns))}{same})"  # noqa: S608
    return lambda rows: run_for_each(sql, rows)


class Chained:
    """Entries of one kind and one moment, about to be stored: those of each stream in the order in which they are added."""

    def __init__(self, kind: str, at: datetime) -> None:
        self.kind, self.at, self.moment, self.micros = kind, at, as_stored(at), microseconds(at)
        self.rows: list[tuple[Any, ...]] = []
        self.told: dict[int, list[tuple[Entry, Any]]] = {}
        self.streams: dict[int, Stream] = {}

    def add(self, stream: Stream, pk: int, by: int, data: dict[str, Any], data_spelled: str, digest: str, about: Any) -> None:
        """Takes the stream (which is moved on), the entry's key, who did it, its data, and the same as `chain.canonical` spells it, the
        digest of what is sealed, and what followers are handed."""
        stream.seq += 1
        stream.head = head = link_spelled(stream.head, stream.seq, self.kind, self.micros, by, data_spelled, digest)
        self.rows.append((pk, stream.pk, stream.seq, self.kind, self.moment, by, data_spelled, digest, head))
        entry = made(Entry, (pk, stream.pk, stream.seq, self.kind, self.at, by, data, digest, head))
        entry._state.adding, entry._state.db = False, "default"
        entry.about = about
        self.told.setdefault(stream.pk, []).append((entry, about))
        self.streams[stream.pk] = stream

    def store(self) -> None:
        """Stores the entries and their streams' heads, in the transaction."""
        inserter(Entry, _ENTRY, ())(self.rows)
        update_rows(Stream, ("seq", "head"), [(s.seq, s.head, s.pk) for s in self.streams.values()])

    def tell(self) -> None:
        """Tells followers, after the commit."""
        recording.tell_all(list(self.told.items()))
