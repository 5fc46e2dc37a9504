"""Tasks by the words in them: their number, what is to be done, and what was said to it; asked of an index that knows what stands where.

FTS5 without content on SQLite, lexemes with their places under GIN on PostgreSQL (no extension needed). Every term is letters and digits
(huiyin.language.segment.token), so that nothing anybody types is an operator; quoted all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q

from huiyin.db.lookups import IdIn
from huiyin.language.phrases import BETWEEN, Phrase, phrases
from huiyin.tasks.queries import visibility

TABLE = "tasks_words"
_SQL = {
    "postgresql": f"SELECT task_id FROM {TABLE} WHERE terms @@ %s::tsquery",  # noqa: S608
    "sqlite": f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s",  # noqa: S608
}


def worded(words: str) -> Q:
    """Gives the condition that these words stand in a task, in any order, each piece as it is written. Takes what somebody typed.

    A few tasks are named by their ids; of many the index is asked while others look at each. Without a letter nothing is found.
    """
    asked = phrases(words)
    if not asked:
        return Q(pk__in=())
    with connection.cursor() as cursor:
        cursor.execute(f"{_SQL[connection.vendor]} LIMIT {visibility.FEW + 1}", [_match(asked, connection.vendor)])
        ids = [row[0] for row in cursor.fetchall()]
    return Q(IdIn("id", ids)) if len(ids) <= visibility.FEW else Q(_Worded(asked))


class _Worded(Func):
    """The condition that the index has a task for these phrases."""

    conditional = True
    output_field = BooleanField()

    def __init__(self, asked: Sequence[Phrase]) -> None:
        super().__init__(F("id"))
        self.asked = tuple(asked)

    def as_sql(self, compiler: Any, connection: Any, *more: Any, **named: Any) -> tuple[str, Any]:
        """Gives the condition as SQL."""
        column, values = compiler.compile(self.source_expressions[0])
        return f"{column} IN ({_SQL[connection.vendor]})", [*values, _match(self.asked, connection.vendor)]


def _match(asked: Sequence[Phrase], vendor: str) -> str:
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
    streams = (("u", units), ("p", pairs))
    return " ".join(f"'{mark}{term}':{n}" for mark, terms in streams for n, term in enumerate(terms, 1) if term != BETWEEN)
