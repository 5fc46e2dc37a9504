"""Many rows in one statement, without what the ORM asks for each: for the path on which every word of a county comes in.

It writes plain columns of new instances and nothing else; wherever speed is not the point, the ORM is the way. Statements keep their
text whatever the number of rows (PostgreSQL gets columns as arrays), so that each connection parses and plans them once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState

from huiyin.core.json_spelling import speller
from huiyin.db.statements import ask, database, in_one_go, run, run_for_each

_KEYS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
_TYPES = {
    "DateTimeField": "timestamptz", "BooleanField": "boolean", "IntegerField": "integer", "PositiveIntegerField": "integer",
    "SmallIntegerField": "smallint", "PositiveSmallIntegerField": "smallint", "PositiveBigIntegerField": "bigint",
    "BinaryField": "bytea",
}  # fmt: skip


def ask_rows(model: type[models.Model], where: str, values: Sequence[Any]) -> Callable[[], list[Any]]:
    """Like `ask`, for whole instances of a model: a tenth of the time of the ORM's query. Takes a condition written out, and its values."""
    plan = _plan(model, database().vendor)
    fetch = ask(f"SELECT {plan.columns} FROM {table(model)} WHERE {where}", values)  # noqa: S608
    return lambda: [plan.instance(row) for row in fetch()]


def among(column: str, values: Sequence[Any], kind: str = "bigint") -> tuple[str, list[Any]]:
    """Gives the condition that a column holds one of these values, which are at least one, and what is to be handed over for it."""
    if database().vendor == "postgresql":
        return f"{column} = ANY(%s::{kind}[])", [array(values)]
    if len(values) == 1:
        return f"{column} = %s", list(values)
    return f"{column} IN (SELECT value FROM json_each(%s))", [json.dumps(list(values))]  # noqa: S608


def each_of(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]], more: str = "") -> tuple[str, list[Any]]:
    """Gives the question for the ids of a model's rows in which these columns hold one of these combinations, which are at least one;
    each is looked up by itself (left to itself, SQLite would go through all rows there are). `more` is said of the rows as `m`."""
    begin, also = f"{table(model)} m", f" AND {more}" if more else ""
    if database().vendor == "postgresql":
        types = _plan(model, "postgresql").types
        given = ", ".join(f"%s::{types[column]}[]" for column in columns)
        same = " AND ".join(f"m.{column} = v.{column}" for column in columns)
        return f"SELECT m.id FROM unnest({given}) v({', '.join(columns)}) JOIN {begin} ON {same}{also}", arrays(rows)  # noqa: S608
    if len(rows) == 1:
        return f"SELECT m.id FROM {begin} WHERE {' AND '.join(f'm.{column} = %s' for column in columns)}{also}", list(rows[0])  # noqa: S608
    same = " AND ".join(f"m.{column} = json_extract(v.value, '$[{n}]')" for n, column in enumerate(columns))
    return f"SELECT m.id FROM json_each(%s) v CROSS JOIN {begin} WHERE {same}{also}", [json.dumps(rows)]  # noqa: S608


def ask_keys(model: type[models.Model], count: int) -> Callable[[], list[int] | None]:
    """Asks for so many primary keys for rows to be inserted; gives None on SQLite, which knows without being asked."""
    if database().vendor != "postgresql":
        return lambda: None
    plan = _plan(model, "postgresql")
    fetch = ask(_KEYS, [f'"{plan.table}"', plan.key_column, count])
    return lambda: [row[0] for row in fetch()]


def ask_a_key_of_each(*kinds: type[models.Model]) -> Callable[[], dict[type[models.Model], list[int]]]:
    """Asks for one primary key of each of these models, in one statement; gives none on SQLite. What is not used is nobody's number."""
    if database().vendor != "postgresql":
        return dict
    names = [value for kind in kinds for value in (f'"{_plan(kind, "postgresql").table}"', _plan(kind, "postgresql").key_column)]
    fetch = ask("SELECT " + ", ".join(["nextval(pg_get_serial_sequence(%s, %s))"] * len(kinds)), names)
    return lambda: {kind: [key] for kind, key in zip(kinds, fetch()[0], strict=True)}


def made(model: type[models.Model], values: Sequence[Any], **related: Any) -> Any:
    """Gives a new instance, not stored yet. Takes the values of all columns in the order of the model's fields, and what foreign keys
    among them lead to: what a constructor does, in a tenth of its time, without its defaults."""
    return _bare(model, _plan(model, database().vendor).names, values, related)


def _bare(model: type[models.Model], names: Sequence[str], values: Sequence[Any], related: dict[str, Any]) -> Any:
    instance = model.__new__(model)
    state = ModelState()
    if related:
        state.fields_cache = related
    instance.__dict__.update(zip(names, values, strict=True))
    instance._state = state
    return instance


def give_keys(instances: Sequence[models.Model], keys: Sequence[int] | None = None) -> None:
    """Gives new instances of one model the primary keys under which they will be inserted in this transaction."""
    if instances:
        plan = _plan(type(instances[0]), database().vendor)
        if plan.counted:
            for instance, pk in zip(instances, keys or _next_keys(plan, len(instances)), strict=False):
                instance.pk = pk


def give_keys_to(*groups: Sequence[models.Model]) -> None:
    """Gives new instances their primary keys, each group of one model, all in one round trip."""
    with in_one_go():
        asked = [(group, ask_keys(type(group[0]), len(group))) for group in groups if group]
        for group, keys in asked:
            give_keys(group, keys())


def next_keys(model: type[models.Model], count: int) -> list[int]:
    """Gives primary keys for so many rows that will be inserted in this transaction."""
    return _next_keys(_plan(model, database().vendor), count)


def insert_rows(instances: Sequence[models.Model], keys: Sequence[int] | None = None) -> None:
    """Inserts new instances of one model and gives each its primary key. Call it inside the action's transaction.

    Takes instances whose columns all hold plain values (no expressions), and keys if they were asked for before and not given yet.
    """
    if not instances:
        return
    vendor = database().vendor
    plan = _plan(type(instances[0]), vendor)
    assert not plan.odd, f"{plan.table}.{plan.odd[0]}: no row is made of such a field here"
    if instances[0].pk is None:
        give_keys(instances, keys)
    inserter(plan.model, tuple(plan.types))([plan.row(instance) for instance in instances])
    for instance in instances:
        instance._state.adding, instance._state.db = False, DEFAULT_DB_ALIAS


@cache
def inserter(model: type[models.Model], columns: tuple[str, ...], same: tuple[tuple[str, bool], ...] = ()) -> Callable[[Any], None]:
    """Gives what inserts rows of plain values, as the database takes them: moments by `as_stored`, documents by `as_document`, primary
    keys given before (`next_keys`). Takes the columns, and such as are yes or no in every row; what is not named is left empty."""
    names = ", ".join(f'"{name}"' for name in (*columns, *(name for name, _value in same)))
    constants = "".join(f", {str(value).upper()}" for _name, value in same)
    into = f"INSERT INTO {table(model)} ({names})"
    if database().vendor == "postgresql":  # reads, plans and answers every statement by itself: one for all
        types = _plan(model, "postgresql").types
        given, called = ", ".join(f"%s::{types[column]}[]" for column in columns), ", ".join(f"c{n}" for n in range(len(columns)))
        sql = f"{into} SELECT {called}{constants} FROM unnest({given}) v({called})"  # noqa: S608
        return lambda rows: run(sql, arrays(rows)) if rows else None
    sql = f"{into} VALUES ({', '.join(['%s'] * len(columns))}{constants})"
    return lambda rows: run_for_each(sql, rows)


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Sets these columns. Takes for each row the values of the columns, as the database takes them, and at the end its primary key.

    The caller holds the lock of what the rows belong to: PostgreSQL does not say in which order it takes them.
    """
    if not rows:
        return
    _updater(model, tuple(columns))(rows)


@cache
def _updater(model: type[models.Model], columns: tuple[str, ...]) -> Callable[[Any], None]:
    if database().vendor == "postgresql":
        types = _plan(model, "postgresql").types
        sets = ", ".join(f"{column} = v.{column}" for column in columns)
        given = ", ".join(f"%s::{types[column]}[]" for column in (*columns, "id"))
        update = f"UPDATE {table(model)} t SET {sets} FROM unnest({given}) v({', '.join(columns)}, id) WHERE t.id = v.id"  # noqa: S608
        return lambda rows: run(update, arrays(rows))
    sets = ", ".join(f"{column} = %s" for column in columns)
    return lambda rows: run_for_each(f"UPDATE {table(model)} SET {sets} WHERE id = %s", rows)  # noqa: S608


def arrays(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Gives rows column by column, each as PostgreSQL writes an array."""
    return [array(column) for column in zip(*rows, strict=True)]


def array(values: Sequence[Any]) -> str:
    """Gives numbers, words, bytes, moments, yes and no, nothing as PostgreSQL writes an array: the driver takes 8 µs for the shortest."""
    return "{" + ",".join([_element(value) for value in values]) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, int):
        return str(value)  # True and False are understood as they are
    if isinstance(value, bytes | memoryview):
        return f'"\\\\x{bytes(value).hex()}"'
    return f'"{value.isoformat()}"'


def as_stored(at: datetime | None) -> Any:
    """Gives a moment as the database takes it, for `update_rows`."""
    db = database()
    if db.vendor == "postgresql" or at is None:
        return at
    return str(at.replace(tzinfo=None)) if at.tzinfo is UTC else db.ops.adapt_datetimefield_value(at)


def as_document(data: Any) -> str:
    """Gives JSON as Django's field stores it. SQLite compares it as words: what is looked for by its whole must be spelled alike."""
    return _spell(data)


_spell = speller(ascii_only=True, sort_keys=False, separators=(", ", ": "))


def places(values: Sequence[Any]) -> str:
    """Gives the placeholders of a list: (%s,%s,%s). For a list that is not empty."""
    return f"({','.join(['%s'] * len(values))})"


@cache
def table(model: type[models.Model]) -> str:
    """Gives a model's table as it stands in SQL; both databases quote alike."""
    return database().ops.quote_name(model._meta.db_table)


class _Plan:
    """How instances of a model become rows, and rows instances."""

    def __init__(self, model: type[models.Model]) -> None:
        db = database()
        fields = model._meta.concrete_fields
        quote, self.table = db.ops.quote_name, model._meta.db_table
        pk = model._meta.pk
        self.counted = isinstance(pk, models.AutoField)
        self.key_column = str(pk.column)
        self.names = [field.attname for field in fields]
        self.model, self.columns = model, ", ".join(quote(str(field.column)) for field in fields)
        self.types = {str(field.column): _array_type(field) for field in fields}
        self.documents = [(n, field.encoder) for n, field in enumerate(fields) if isinstance(field, models.JSONField)]
        self.moments = [n for n, field in enumerate(fields) if isinstance(field, models.DateTimeField)]
        self.read = []  # how a database's values become Python's, where they are not yet
        for n, field in enumerate(fields):
            expression = field.get_col(self.table)
            steps = [*db.ops.get_db_converters(expression), *expression.get_db_converters(db)]
            self.read += [(n, step, expression) for step in steps]
        self.odd = [f.name for f in fields if type(f) in (models.DateField, models.TimeField, models.DecimalField, models.UUIDField)]

    def row(self, instance: models.Model) -> list[Any]:
        held = instance.__dict__
        values = [held[name] for name in self.names]
        for n in self.moments:
            if values[n] is not None:
                values[n] = as_stored(values[n])
        for n, encoder in self.documents:
            if values[n] is not None:
                values[n] = json.dumps(values[n], cls=encoder) if encoder else as_document(values[n])
        return values

    def instance(self, row: Sequence[Any]) -> models.Model:
        values = list(row)
        db = database() if self.read else None
        for n, step, expression in self.read:
            if values[n] is not None:
                values[n] = step(values[n], expression, db)
        stored = _bare(self.model, self.names, values, {})
        stored._state.adding, stored._state.db = False, DEFAULT_DB_ALIAS
        return stored


def _array_type(field: Any) -> str:
    kind = str(field.target_field.get_internal_type() if field.remote_field else field.get_internal_type())
    if isinstance(field, models.JSONField):
        return "jsonb"
    if kind in ("BigIntegerField", "BigAutoField"):
        return "bigint"
    # Without its length: a cast to a shorter type cuts off, where the column itself refuses.
    return _TYPES.get(kind, "text")


@cache
def _plan(model: type[models.Model], vendor: str) -> _Plan:
    return _Plan(model)


def _next_keys(plan: _Plan, count: int) -> list[int]:
    if database().vendor == "postgresql":
        return [row[0] for row in run(_KEYS, [f'"{plan.table}"', plan.key_column, count]).fetchall()]
    # SQLite has one writer, and it is us: the transaction took the lock when it began.
    found = run("SELECT seq FROM sqlite_sequence WHERE name = %s", [plan.table]).fetchone()
    last = found[0] if found else 0
    return list(range(last + 1, last + 1 + count))
