"""What is kept of a person, section by section, as plain data: what each app declares, in the declared order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from huiyin.core.declarations import in_order
from huiyin.core.personal_data import COPY_PARTS, Row, at
from huiyin.people.models import Person


def sections(person: Person) -> Iterator[tuple[str, str, list[Row]]]:
    """Gives (key, title, rows) of everything but the messages, in the language that is on."""
    for key, grouped in groupby(in_order(COPY_PARTS), lambda part: part.section):
        parts = list(grouped)
        yield key, str(parts[0].title), [_told(row) for part in parts for row in part.read(person)]


def _told(row: Row) -> Row:
    """A row as the pages and the data bear it: a day or a moment that an app hands over as it is, is told as all others are."""
    return {name: at(value) if isinstance(value, date) else value for name, value in row.items()}
