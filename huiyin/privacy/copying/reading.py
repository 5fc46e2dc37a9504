"""What is kept of a person, section by section, as plain data: what each app declares, in the declared order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from huiyin.core.declarations import in_order
from huiyin.core.personal_data import COPY_PARTS, Row
from huiyin.people.models import Person


def sections(person: Person) -> Iterator[tuple[str, str, list[Row]]]:
    """Gives (key, title, rows) of everything but the messages, in the language that is on."""
    for key, grouped in groupby(in_order(COPY_PARTS), lambda part: part.section):
        parts = list(grouped)
        yield key, str(parts[0].title), [row for part in parts for row in part.read(person)]
