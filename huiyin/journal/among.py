"""Whether a column's value is among many: one parameter for all of them, whether they are five or fifty thousand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db.models import BooleanField, F, Func


class Among(Func):
    """The condition that a column of whole numbers holds one of these; for `filter` and `Q`.

    `IN` with a place for each number costs more than the query it stands in: 5,000 of them take 5 ms to write and to read (measured);
    here the database reads one text (SQLite) or one array (PostgreSQL). `by_index` False keeps the database from looking the numbers up
    one by one: where most rows are meant anyway, it shall walk along the order that is wanted and look at each.
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
        if connection.vendor == "postgresql":
            return f"{column} = ANY(%s)", [*values, list(self.ids)]
        return f"{column} IN (SELECT value FROM json_each(%s))", [*values, _as_json(self.ids)]  # noqa: S608


@lru_cache(maxsize=64)
def _as_json(ids: tuple[int, ...]) -> str:
    return json.dumps(ids)
