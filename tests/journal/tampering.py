"""What somebody does who owns the database: takes the guard away, changes an entry, puts the guard back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def the_guard_is_away() -> Iterator[None]:
    """Entries can be changed and removed within this block."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        else:
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal_entry_%%'")
            guards = [row[0] for row in cursor.fetchall()]
            for guard in guards:
                cursor.execute(f"DROP TRIGGER {guard.split()[2]}")
            yield
            for guard in guards:
                cursor.execute(guard)
