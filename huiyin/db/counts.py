"""How many rows there are of each of some values: one statement for all of them, each counted as far as anybody reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

_MARK = "<value to be counted>"


def counted(found: QuerySet[Any], column: str, values: Sequence[str], most: int) -> list[int]:
    """Gives how many rows hold each value in a column of text, `most` of each at the most. Takes a query set without an order.

    Each value is counted by itself, as an index of it goes, and the question is spelled once: six questions of a list's rule took
    Django 7 ms (measured), which was a fifth of the page.
    """
    try:
        sql, params = found.filter(**{column: _MARK}).order_by().values("pk")[:most].query.sql_with_params()
    except EmptyResultSet:
        return [0] * len(values)
    one = f"(SELECT COUNT(*) FROM ({sql}) counted)"  # noqa: S608  (Django's own SQL)
    told = [value if param == _MARK else param for value in values for param in params]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join([one] * len(values))}", told)
        return list(cursor.fetchone() or ())
