"""Sums that many add to at once: a row where there is none, more in it where there is, in one statement for many rows.

By the ORM each row would be looked for, made or added to by itself, and two who make it at once would have to begin again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models

from huiyin.db.bulk import as_stored, places, table

AT_ONCE = 200


def add_sums(model: type[models.Model], keys: Sequence[str], column: str, rows: Sequence[Sequence[Any]]) -> None:
    """Takes the fields of a unique constraint, a column, and for each row their values and what is to be added; no two rows of one key.

    Call it in a transaction, with rows in one order everywhere: two who add to the same rows would wait for each other.
    """
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    quoted = [connection.ops.quote_name(columns[name]) for name in (*keys, column)]
    target, adds = table(model), quoted[-1]
    for at in range(0, len(rows), AT_ONCE):
        some = rows[at : at + AT_ONCE]
        values = [as_stored(value) if isinstance(value, datetime) else value for row in some for value in row]
        sql = (
            f"INSERT INTO {target} ({', '.join(quoted)}) VALUES {', '.join(map(places, some))} "  # noqa: S608  (names of a model)
            f"ON CONFLICT ({', '.join(quoted[:-1])}) DO UPDATE SET {adds} = {target}.{adds} + excluded.{adds}"
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
