"""The index by which messages are found: words, and pieces of one and two characters, with the group in which each was said.

FTS5 without content on SQLite; lexemes beside group and moment under GIN on PostgreSQL (docs/decisions/003). Its tables are made in the
app's migrations; what it holds are terms, letters and digits only, so that the words themselves can be erased.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.db.statements import run_for_each
from huiyin.db.which import is_postgresql


@dataclass(frozen=True)
class PieceIndex:
    """An index, by its table's name."""

    table: str

    def row(self, key: int, at: datetime, group: int, words: Sequence[str], pieces: Sequence[str]) -> list[Any]:
        """Gives what is kept of a message, for `put`: worked out beforehand, so that nobody who writes waits for it."""
        if is_postgresql():
            return [key, at, group, sorted({f"g{group}", *(f"b{t}" for t in pieces), *(f"w{t}" for t in words)})]
        return [key, f"g{group}", " ".join(words), " ".join(pieces)]

    def put(self, rows: Sequence[Sequence[Any]]) -> None:
        """Puts rows into the index, in the caller's transaction."""
        if not is_postgresql():
            run_for_each(f"INSERT INTO {self.table}(rowid, g, w, b) VALUES (%s, %s, %s, %s)", rows)  # noqa: S608
            return
        sql = (
            f"INSERT INTO {self.table} (message_id, at, group_id, terms) VALUES (%s, %s, %s, array_to_tsvector(%s::text[])) "  # noqa: S608
            "ON CONFLICT (message_id) DO UPDATE SET terms = excluded.terms"
        )
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)

    def take_out(self, row: Sequence[Any]) -> None:
        """Takes a row out, in the caller's transaction. Takes the same that was put in: SQLite's table without content has to be told."""
        with connection.cursor() as cursor:
            if is_postgresql():
                cursor.execute(f"DELETE FROM {self.table} WHERE message_id = %s", row[:1])  # noqa: S608
            else:
                cursor.execute(f"INSERT INTO {self.table}({self.table}, rowid, g, w, b) VALUES ('delete', %s, %s, %s, %s)", row)  # noqa: S608
