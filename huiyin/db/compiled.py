"""Questions whose SQL Django works out once, for the pages that everybody opens all day.

Measured: a conversation's page took 0.5 ms in SQLite for its queries, and 4 ms in Python to spell them anew each time. The question is
written with the ORM like any other; only its making is remembered, for each database.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesIterable, ValuesListIterable, get_related_populators
from django.utils.timezone import get_default_timezone

from huiyin.db.lookups import as_text
from huiyin.db.statements import ask, database, run

Row = TypeVar("Row")


class Compiled(Generic[Row]):
    """A query set made once with marks in the places of its values, and asked again and again with values.

    `make` takes the values (numbers, text, days, moments, tuples of numbers for `IdIn`; never True, False or None, which change what is
    asked) and gives a query set without prefetching. It must depend on nothing else: no language, no clock.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self.make = make
        self.plans: dict[str, _Plan] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """Gives the rows, as the query set would. One query."""
        plan = self._plan(values)
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, plan.filled(values))
            return plan.read(cursor.fetchall())

    def ask(self, *values: Any) -> Callable[[], list[Row]]:
        """Asks; gives what fetches the rows. Within `bulk.in_one_go` PostgreSQL answers several questions without a wait between."""
        plan = self._plan(values)
        fetch = ask(plan.sql, plan.filled(values))
        return lambda: plan.read(fetch())

    def _plan(self, values: Sequence[Any]) -> _Plan:
        plan = self.plans.get(connection.vendor)
        if plan is None:
            plan = self.plans[connection.vendor] = _Plan(self.make, values)
        return plan

    def first(self, *values: Any) -> Row | None:
        """Gives the first row, or None. Let the query set be cut to one."""
        rows = self(*values)
        return rows[0] if rows else None


def keys_of(found: QuerySet[Any, int]) -> list[int]:
    """Gives the numbers a query set of one column gives, planned anew: as `planned_anew`."""
    return list(found) if connection.vendor != "postgresql" else [row[0] for row in planned_anew(found)]


def planned_anew(found: QuerySet[Any, Any]) -> list[Any]:
    """Gives the rows of a query set of plain values; PostgreSQL plans it anew for the values it has this time.

    For questions that are best answered in one way for who sees much, in another for who sees little: from the sixth time on PostgreSQL
    may keep one plan for all of them (measured: 13 ms where 0.2 do).
    """
    if connection.vendor != "postgresql":
        return list(found)
    try:
        sql, params = found.query.sql_with_params()
    except EmptyResultSet:
        return []
    return list(run(sql, params, prepare=False).fetchall())


def rows_anew(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Gives all rows of a question written out, planned anew for its values, moments as the database has them.

    For an index of words: how often a word stands among how many decides, and the plan for any word that PostgreSQL keeps after some
    askings went through everything (100 ms became 1.9 s in a city of 5 million messages).
    """
    if connection.vendor == "postgresql":
        # Hundreds of numbers go as one text: the driver looks at each.
        spelled = [as_text(tuple(value), "postgresql") if isinstance(value, list) else value for value in values]
        with database().wrap_database_errors:
            return list(run(sql, spelled, prepare=False).fetchall())
    # SQLite compares moments as text: they must be spelled as they were stored, in UTC, wherever the day began.
    moment = connection.ops.adapt_datetimefield_value
    with connection.cursor() as cursor:
        cursor.execute(sql, [moment(value) if isinstance(value, datetime) else value for value in values])
        return list(cursor.fetchall())


class _Plan:
    """The SQL of a query set on one database, where its values go, and how rows become what the query set gives."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], values: Sequence[Any]) -> None:
        marks = [_mark(n, value) for n, value in enumerate(values)]
        asked = make(*marks)
        compiler = asked.query.get_compiler(connection=connection)
        self.sql, params = compiler.as_sql()
        known = [_spelled(mark) for mark in marks]
        self.params = list(params)
        self.places = [(n, known.index(p), type(p)) for n, p in enumerate(self.params) if p in known]
        missing = set(range(len(known))) - {which for _n, which, _kind in self.places}
        assert not missing, f"values {missing} do not stand in the question as they are"
        fields = [column[0] for column in compiler.select[: compiler.col_count]]
        self.steps = [(n, step, expression) for n, (steps, expression) in compiler.get_converters(fields).items() for step in steps]
        self.read = self._reader(asked, compiler)

    def filled(self, values: Sequence[Any]) -> list[Any]:
        filled = list(self.params)
        for n, which, kind in self.places:
            value = _spelled(values[which])
            filled[n] = value if type(value) is kind else kind(value)  # PostgreSQL is told how wide a number's column is
        return filled

    def _reader(self, asked: QuerySet[Any, Any], compiler: Any) -> Callable[[Sequence[Any]], list[Any]]:
        kind = asked._iterable_class
        if kind is ModelIterable:
            return self._models(asked, compiler)
        if kind is FlatValuesListIterable:
            return lambda rows: [row[0] for row in self._values(rows)]
        if kind is ValuesListIterable:
            return lambda rows: [tuple(row) for row in self._values(rows)]
        assert kind is ValuesIterable, kind
        names = list(asked.query.selected or (*asked.query.values_select, *asked.query.annotation_select))
        return lambda rows: [dict(zip(names, row, strict=True)) for row in self._values(rows)]

    def _values(self, rows: Sequence[Any]) -> Sequence[Any]:
        if not self.steps:
            return rows
        found = [list(row) for row in rows]
        for n, step, expression in self.steps:
            for row in found:
                row[n] = step(row[n], expression, connection)
        return found

    def _models(self, asked: QuerySet[Any, Any], compiler: Any) -> Callable[[Sequence[Any]], list[Any]]:
        info, select = compiler.klass_info, compiler.select
        begin, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column[0].target.attname for column in select[begin:end]]
        related, extra = get_related_populators(info, select, asked.db), list(compiler.annotation_col_map.items())  # type: ignore[call-arg]
        model, db = info["model"], asked.db

        def read(rows: Sequence[Any]) -> list[Any]:
            made = []
            for row in self._values(rows):
                instance = model.from_db(db, names, row[begin:end])
                for populator in related:
                    populator.populate(row, instance)
                for name, column in extra:
                    setattr(instance, name, row[column])
                made.append(instance)
            return made

        return read


def _mark(n: int, value: Any) -> Any:
    """A value of the same sort that no question holds by itself."""
    assert value is not None and not isinstance(value, bool), value
    if isinstance(value, int):
        return 2_147_000_000 + n
    if isinstance(value, tuple):
        return (2_147_000_000 + n,)
    if isinstance(value, str):
        return f"<value {n} of a compiled question>"
    if isinstance(value, datetime):
        return datetime(9000 + n, 1, 2, 3, 4, 5, 678, get_default_timezone())
    assert isinstance(value, date), type(value)
    return date(9000 + n, 1, 2)


def _spelled(value: Any) -> Any:
    """A value as the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, tuple):
        return as_text(value, connection.vendor)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
