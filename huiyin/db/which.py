"""Which database this is: asked here and nowhere else. Whoever must know asks for what follows from it (`one_writer`), or hands over
both ways and is given the one to go."""

from __future__ import annotations

from typing import TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper

from huiyin.db.statements import database

Way = TypeVar("Way")


def is_postgresql(connection: BaseDatabaseWrapper | None = None) -> bool:
    """Whether this is PostgreSQL; SQLite otherwise. Takes a connection, or goes by the one of the settings. For db/ alone."""
    return (connection or database()).vendor == "postgresql"


def one_writer() -> bool:
    """Whether only one writes at a time, who needs no locks of rows and gives out its numbers alone (SQLite)."""
    return not is_postgresql()


def own_way(*, sqlite: Way, postgresql: Way) -> Way:
    """Gives of two ways the one for this database. For modules whose SQL is measured (docs/developers/performance.md)."""
    return postgresql if is_postgresql() else sqlite
