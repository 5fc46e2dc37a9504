"""Rows by the million into SQLite or PostgreSQL: without indexes and promises to the disk while loading, with all of them afterwards."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol

BIG = (
    "journal_stream", "journal_entry", "journal_sealed", "people_person", "people_unit", "people_post", "people_holding", "media_upload",
    "groups_group", "groups_member", "groups_message", "groups_messagefile", "groups_mention",
)  # fmt: skip
Row = Sequence[Any]
Say = Callable[[str], None]


class Loading(Protocol):
    """Where rows go. `put` takes rows of plain values (moments as text in UTC); `words` (message, group, words, grams)."""

    def put(self, table: str, columns: Sequence[str], rows: list[Row]) -> None: ...

    def words(self, rows: list[tuple[int, str, int, str, str]]) -> None: ...

    def finish(self, say: Say) -> None: ...


class IntoSQLite:
    """One connection without a journal: who loses the power while loading begins again."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        # The header says WAL; a load keeps no journal at all, and the server's first connection says WAL again.
        for pragma in (
            "journal_mode=OFF",
            "synchronous=OFF",
            "cache_size=-1500000",
            "locking_mode=EXCLUSIVE",
            "foreign_keys=OFF",
            "temp_store=MEMORY",
        ):
            self.db.execute(f"PRAGMA {pragma}")
        places = ",".join("?" * len(BIG))
        found = self.db.execute(
            f"SELECT name, sql FROM sqlite_master WHERE type='index' AND sql IS NOT NULL AND tbl_name IN ({places})", BIG
        )
        self.indexes = found.fetchall()
        for name, _sql in self.indexes:
            self.db.execute(f'DROP INDEX "{name}"')
        # Terms are gathered in memory and written in larger pieces, which spares merging them ten times over.
        self.db.execute("INSERT INTO groups_words(groups_words, rank) VALUES('hashsize', 134217728)")
        self.db.execute("BEGIN")

    def put(self, table: str, columns: Sequence[str], rows: list[Row]) -> None:
        self.db.executemany(f"INSERT INTO {table} ({','.join(columns)}) VALUES ({','.join('?' * len(columns))})", rows)

    def words(self, rows: list[tuple[int, str, int, str, str]]) -> None:
        self.db.executemany(
            "INSERT INTO groups_words(rowid, g, w, b) VALUES (?, ?, ?, ?)",
            [(pk, f"g{group}", words, grams) for pk, _at, group, words, grams in rows],
        )

    def finish(self, say: Say) -> None:
        self.db.execute("COMMIT")
        self.db.execute("INSERT INTO groups_words(groups_words, rank) VALUES('hashsize', 1048576)")
        for name, sql in self.indexes:
            began = time.monotonic()
            self.db.execute(sql)
            _tell(say, name, began)
        self.db.close()


class IntoPostgreSQL:
    """COPY as text. Constraints and indexes of the big tables are taken away first and made again afterwards, foreign keys last."""

    def __init__(self, address: str) -> None:
        import psycopg

        self.db = psycopg.connect(address, autocommit=True)
        for setting in ("synchronous_commit=off", "maintenance_work_mem='1GB'", "max_parallel_maintenance_workers=2", "timezone='UTC'"):
            self.db.execute(f"SET {setting}")  # type: ignore[call-overload]
        tables = [*BIG, "groups_words"]
        # PK constraints stay out of it: foreign keys hang on them, and ids come in order.
        rows = self.db.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), contype::text FROM pg_constraint "
            "WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('u', 'f') ORDER BY contype = 'f'", [tables]
        ).fetchall()  # fmt: skip
        keys = {name for _t, name, _d, kind in rows if kind == "u"}
        found = self.db.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
            "WHERE indrelid::regclass::text = ANY(%s) AND NOT indisprimary",
            [tables],
        ).fetchall()
        indexes = [(name, sql) for name, sql in found if name.strip('"') not in keys]
        self.again: list[tuple[str, str]] = [(name, sql) for name, sql in indexes]
        for kind in ("f", "u"):
            for table, name, _definition, its in rows:
                if its == kind:
                    self._run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for name, _sql in indexes:
            self._run(f"DROP INDEX {name}")
        self.again += [(name, f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}') for table, name, definition, _k in rows]

    def _run(self, sql: str) -> None:
        self.db.execute(sql)  # type: ignore[call-overload]

    def put(self, table: str, columns: Sequence[str], rows: list[Row]) -> None:
        lines = "\n".join("\t".join(["\\N" if value is None else str(value) for value in row]) for row in rows)
        with self.db.cursor() as cursor, cursor.copy(f"COPY {table} ({','.join(columns)}) FROM STDIN") as copy:  # type: ignore[call-overload]
            copy.write((lines + "\n").encode())

    def words(self, rows: list[tuple[int, str, int, str, str]]) -> None:
        found_by = [(pk, at, group, _terms(group, words, grams)) for pk, at, group, words, grams in rows]
        self.put("groups_words", ("message_id", "at", "group_id", "terms"), found_by)

    def finish(self, say: Say) -> None:
        for name, sql in self.again:
            began = time.monotonic()
            self._run(sql)
            _tell(say, name, began)
        for table in BIG:
            sequence = self.db.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table]).fetchone() if table != "journal_sealed" else None
            if sequence and sequence[0]:
                self._run(f"SELECT setval('{sequence[0]}', (SELECT coalesce(max(id), 1) FROM {table}))")
        began = time.monotonic()
        self._run("VACUUM (ANALYZE)")
        _tell(say, "vacuum and statistics", began)
        self._run("CHECKPOINT")
        self.db.close()


def _terms(group: int, words: str, grams: str) -> str:
    return " ".join({f"g{group}", *("b" + t for t in grams.split()), *("w" + t for t in words.split())})


def _tell(say: Say, what: str, began: float) -> None:
    if (took := time.monotonic() - began) >= 1:
        say(f"{what}: {took:.0f} s")
