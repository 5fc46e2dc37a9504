"""An index of words that knows places, for any table: exact, so that what it finds can be counted and put in order.

FTS5 without content on SQLite, lexemes with their places under GIN on PostgreSQL (no extension needed); docs/decisions/003. Every term is
letters and digits (huiyin.language.segment.token), so that nothing anybody types is an operator; quoted all the same. Whoever declares
one makes its table in a migration (`make_sql`), puts texts in and takes them out in the transaction that changes them: a table without
content is told what to take out, the same text that was put in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func

from huiyin.db.lookups import spelled
from huiyin.db.statements import database, run, run_for_each
from huiyin.language.phrases import BETWEEN, Phrase, phrases, streams

WALKED = 10_000  # keys read one by one before the index is asked: 10 to 20 ms (measured with a million requests)


@dataclass(frozen=True)
class WordIndex:
    """An index: its table, and what PostgreSQL calls the column of the key (SQLite: rowid). Higher keys are newer."""

    table: str
    key: str

    def make_sql(self, vendor: str) -> tuple[str, ...]:
        """Gives the statements that make its table."""
        if vendor == "postgresql":
            return (
                f"CREATE TABLE {self.table} ({self.key} bigint PRIMARY KEY, terms tsvector NOT NULL)",
                f"CREATE INDEX {self.table}_terms ON {self.table} USING gin (terms)",
            )
        return (f"CREATE VIRTUAL TABLE {self.table} USING fts5(units, pairs, content='', tokenize='unicode61 remove_diacritics 0')",)

    def put_sql(self, key: int, text: str, vendor: str) -> tuple[str, list[Any]]:
        """Gives what puts a text into the index of a database."""
        units, pairs = streams(text)
        if vendor == "postgresql":
            sql = f"INSERT INTO {self.table} ({self.key}, terms) VALUES (%s, %s::tsvector) "  # noqa: S608
            return f"{sql}ON CONFLICT ({self.key}) DO UPDATE SET terms = excluded.terms", [key, as_lexemes(units, pairs)]
        sql = f"INSERT INTO {self.table}(rowid, units, pairs) VALUES (%s, %s, %s)"  # noqa: S608
        return sql, [key, " ".join(units), " ".join(pairs)]

    def put(self, key: int, text: str) -> None:
        """Puts a text into the index, in the caller's transaction; one that is not in it yet."""
        run(*self.put_sql(key, text, database().vendor))

    def put_all(self, texts: Sequence[tuple[int, str]]) -> None:
        """The same for many; in the order of their keys: FTS5 writes a piece of its own each time it is given a lower one than before."""
        made = [self.put_sql(key, text, database().vendor) for key, text in sorted(texts)]
        if made and database().vendor != "postgresql":
            run_for_each(made[0][0], [values for _sql, values in made])
        elif made:
            with connection.cursor() as cursor:
                cursor.executemany(made[0][0], [values for _sql, values in made])

    def take_out(self, key: int, text: str) -> None:
        """Takes a text out, in the caller's transaction. Takes the same text that was put in."""
        if database().vendor == "postgresql":
            run(f"DELETE FROM {self.table} WHERE {self.key} = %s", [key])  # noqa: S608
            return
        units, pairs = streams(text)
        sql = f"INSERT INTO {self.table}({self.table}, rowid, units, pairs) VALUES ('delete', %s, %s, %s)"  # noqa: S608
        run(sql, [key, " ".join(units), " ".join(pairs)])

    def newest(self, asked: Sequence[Phrase], limit: int, below: int | None = None, above: int | None = None) -> list[int]:
        """Gives the highest keys under which all these phrases stand, the highest first, between two keys if they are given (without
        `below`, with `above`)."""
        postgresql = connection.vendor == "postgresql"
        key = self.key if postgresql else "rowid"
        bounds = [(f"{key} {sign} %s", bound) for sign, bound in (("<", below), (">=", above)) if bound is not None]
        holds, values = "".join(f" AND {bound}" for bound, _value in bounds), [value for _bound, value in bounds]
        words = match(asked, connection.vendor)
        if postgresql:
            return self._walked(words, limit, holds, values) or self._looked_up(words, limit, holds, values)
        sql = f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s{holds} ORDER BY rowid DESC LIMIT {int(limit)}"  # noqa: S608
        return [row[0] for row in run(sql, [words, *values]).fetchall()]

    def _walked(self, words: str, limit: int, bounds: str, values: Sequence[Any]) -> list[int]:
        """The same on PostgreSQL for words that stand in one of a hundred: the newest are read one by one. Nothing where they are rarer.

        PostgreSQL cannot tell how rare words are that it has no figure of: it walked through a million requests for one that stands in
        none (1 s), or looked up fifty thousand for the newest hundred (280 ms). Walked this far and then looked up, neither takes 60.
        """
        far = max(WALKED, 2 * limit)
        newest = f"SELECT {self.key} AS k, terms FROM {self.table} WHERE TRUE{bounds} ORDER BY {self.key} DESC LIMIT {far}"  # noqa: S608
        sql = f"SELECT k FROM ({newest}) newest WHERE terms @@ %s::tsquery LIMIT {int(limit)}"  # noqa: S608
        found = [row[0] for row in run(sql, [*values, words], prepare=False).fetchall()]
        return found if len(found) == limit else []

    def _looked_up(self, words: str, limit: int, bounds: str, values: Sequence[Any]) -> list[int]:
        """The same by the index of lexemes; OFFSET 0 keeps PostgreSQL from walking along the order instead."""
        there = f"SELECT {self.key} AS k FROM {self.table} WHERE terms @@ %s::tsquery{bounds} OFFSET 0"  # noqa: S608
        sql = f"SELECT k FROM ({there}) there ORDER BY k DESC LIMIT {int(limit)}"  # noqa: S608
        return [row[0] for row in run(sql, [words, *values], prepare=False).fetchall()]

    def some(self, asked: Sequence[Phrase], limit: int) -> list[int]:
        """Gives so many of the keys under which all these phrases stand, in no order."""
        with connection.cursor() as cursor:
            cursor.execute(f"{self.asked_sql(connection.vendor)} LIMIT {int(limit)}", [match(asked, connection.vendor)])
            return [row[0] for row in cursor.fetchall()]

    def of_these(self, asked: Sequence[Phrase], keys: Sequence[int]) -> set[int]:
        """Gives those of these keys (at least one) under which all these phrases stand."""
        if connection.vendor == "postgresql":
            # OFFSET 0 keeps PostgreSQL from asking its index of lexemes beside these few.
            few = f"SELECT {self.key} AS k, terms FROM {self.table} WHERE {self.key} = ANY(%s::bigint[]) OFFSET 0"  # noqa: S608
            sql = f"SELECT k FROM ({few}) few WHERE terms @@ %s::tsquery"  # noqa: S608
            return {row[0] for row in run(sql, [spelled(keys, "postgresql"), match(asked, "postgresql")], prepare=False).fetchall()}
        sql = f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s AND rowid BETWEEN %s AND %s"  # noqa: S608
        there = run(sql, [match(asked, "sqlite"), min(keys), max(keys)])
        wanted = set(keys)
        return {row[0] for row in there if row[0] in wanted}

    def holding(self, asked: Sequence[Phrase], column: str = "id") -> Func:
        """Gives the condition that the index has a row's key, a column of the table asked, under these phrases."""
        return _Holding(self, asked, column)

    def asked_sql(self, vendor: str) -> str:
        """Gives the question for all keys that match; its one value is `match`."""
        if vendor == "postgresql":
            return f"SELECT {self.key} FROM {self.table} WHERE terms @@ %s::tsquery"  # noqa: S608
        return f"SELECT rowid FROM {self.table} WHERE {self.table} MATCH %s"  # noqa: S608


class _Holding(Func):
    conditional = True
    output_field = BooleanField()

    def __init__(self, index: WordIndex, asked: Sequence[Phrase], column: str) -> None:
        super().__init__(F(column))
        self.index, self.asked = index, tuple(asked)

    def as_sql(self, compiler: Any, connection: Any, *more: Any, **named: Any) -> tuple[str, Any]:
        """Gives the condition as SQL."""
        column, values = compiler.compile(self.source_expressions[0])
        return f"{column} IN ({self.index.asked_sql(connection.vendor)})", [*values, match(self.asked, connection.vendor)]


def asked_for(words: str) -> list[Phrase]:
    """Gives what must all be found of what somebody typed; nothing where there is no letter in it."""
    return phrases(words)


def match(asked: Sequence[Phrase], vendor: str) -> str:
    """Gives phrases as a database's index is asked for them."""
    if vendor == "postgresql":
        return " & ".join(f"({_side_by_side(one)})" for one in asked)
    return " AND ".join(f'{one.stream} : "{" ".join(one.terms)}"' + (" *" if one.prefix else "") for one in asked)


def _side_by_side(one: Phrase) -> str:
    said, step = "", 1
    for n, term in enumerate(one.terms):
        if term == BETWEEN:
            step += 1
            continue
        said += f" <{step}> " if n else ""
        said += f"'{one.stream[0]}{term}'"
        step = 1
    return said + (":*" if one.prefix else "")


def as_lexemes(units: Sequence[str], pairs: Sequence[str]) -> str:
    """Gives the streams of a text as PostgreSQL reads them: each term with its place; a mark is a place that nothing has."""
    named = (("u", units), ("p", pairs))
    return " ".join(f"'{mark}{term}':{n}" for mark, terms in named for n, term in enumerate(terms, 1) if term != BETWEEN)
