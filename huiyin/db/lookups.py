"""Whether a column's value is among many: one parameter for all of them, whether they are five or fifty thousand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, DateTimeField, F, Func, OuterRef, Q

FEW = 64  # so many are told one by one, however close together they stand


class IdIn(Func):
    """The condition that a column of whole numbers holds one of these; for `filter` and `Q`.

    `IN` with a place for each number costs more than the query it stands in: 5,000 of them take 5 ms to write and to read (measured);
    here the database reads one text. Many that stand close together are told as a stretch without its holes: whoever stands at the top
    of a city has all its posts below them, and the database compares two numbers where it looked for one among thousands. `by_index`
    False keeps the database from looking the numbers up one by one: where most rows are meant anyway, it shall walk along the order
    that is wanted and look at each.
    """

    conditional = True
    output_field = BooleanField()

    def __init__(self, column: str, ids: Sequence[int], by_index: bool = True) -> None:
        """Takes the column's name (a relation's with _id), and the numbers."""
        super().__init__(F(column))
        self.ids, self.by_index = tuple(ids), by_index

    def as_sql(self, compiler: Any, connection: Any, *more: Any, **named: Any) -> tuple[str, Any]:
        """Gives the condition as SQL."""
        if not self.ids:
            return "1 = 0", []
        column, values = compiler.compile(self.source_expressions[0])
        column = column if self.by_index else f"({column} + 0)"
        postgresql = connection.vendor == "postgresql"
        stretch = _stretch(self.ids) if len(self.ids) > FEW else None
        if stretch is None:
            return f"{column} {_AMONG[postgresql]}", [*values, as_text(self.ids, connection.vendor)]
        lowest, highest, holes = stretch
        between = f"{column} BETWEEN %s AND %s"
        if not holes:
            return f"({between})", [*values, lowest, highest]
        left_out = [*values, as_text(holes, connection.vendor)]
        return f"({between} AND {column} {_NOT_AMONG[postgresql]})", [*values, lowest, highest, *left_out]


def each_looked_up(column: str, outer: str = "pk") -> Q:
    """Ties a subquery's column to the outer query's so that it is looked up row by row, by its index.

    Said as equal, PostgreSQL may hash the whole subquery: for a unit that has most of a county in hand, hundreds of milliseconds before
    the first of fifty rows (measured with 250,000 requests). A range from a value to itself cannot be hashed.
    """
    return Q(**{f"{column}__gte": OuterRef(outer), f"{column}__lte": OuterRef(outer)})


class NotLookedUp(Func):
    """A column of moments as SQLite shall not look it up: `+` keeps it from an index of its own, and changes nothing."""

    output_field = DateTimeField()
    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """Gives the column as SQLite's SQL."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **more)


_AMONG = {True: "= ANY(%s::bigint[])", False: "IN (SELECT value FROM json_each(%s))"}
_NOT_AMONG = {True: "<> ALL(%s::bigint[])", False: "NOT IN (SELECT value FROM json_each(%s))"}


@lru_cache(maxsize=64)
def _stretch(ids: tuple[int, ...]) -> tuple[int, int, tuple[int, ...]] | None:
    """From where to where these stand, and which between them are none of them; None where these would be many."""
    lowest, highest = min(ids), max(ids)
    if highest - lowest >= len(ids) * 5 // 4:
        return None
    known = set(ids)
    return lowest, highest, tuple(n for n in range(lowest, highest + 1) if n not in known)


@lru_cache(maxsize=128)
def as_text(ids: tuple[int, ...], vendor: str) -> str:
    """Gives these numbers as `spelled` does, remembered: a page asks several times for the same."""
    return spelled(ids, vendor)


def spelled(ids: Sequence[int], vendor: str) -> str:
    """Gives these numbers as a database reads them: an array for PostgreSQL, JSON for SQLite."""
    return "{" + ",".join(map(str, ids)) + "}" if vendor == "postgresql" else json.dumps(ids)
