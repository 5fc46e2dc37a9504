"""Who is called so, by the letters of a name, its sound, or what stands on the door: candidates for a search, each database in its own way.

A city has 330,000 people and 50,000 posts. PostgreSQL keeps the characters of names and titles, and the words of their sound, under GIN
(built in: no extension is needed); asking them and then comparing takes 1 to 20 ms where comparing all took 150 to 265. SQLite
compares all, but reads them from indexes that hold nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from huiyin.db.bulk import places
from huiyin.db.which import own_way
from huiyin.people.queries.tree import tree

Part = tuple[str, list[Any]]  # SQL that gives ids of persons, and its values
# Written as the indexes of migration 0001 have them, or PostgreSQL does not know them again.
LETTERS = "string_to_array(upper({0}), NULL)"
_HELD = (
    "SELECT h.person_id FROM people_holding h JOIN people_post p ON p.id = h.post_id "
    "WHERE h.since <= %s AND (h.until IS NULL OR h.until >= %s) AND p.closed_at IS NULL AND"
)
SOUNDS = "array_to_tsvector(array_remove(string_to_array(name_keys, ' '), ''))"


def is_sound(text: str) -> bool:
    """Whether this may be the beginning of a name's pinyin or of its initials. Takes small letters."""
    return text.isascii() and text.isalpha()


def called(text: str) -> Part:
    """Those in whose name these characters stand side by side, in capitals or not."""
    return _with_letters("SELECT id FROM people_person WHERE", "name", text)


def sounding(keys: str) -> Part:
    """Those of whose name a spelling by sound begins so. Takes what `is_sound` allows."""
    begin = "SELECT id FROM people_person WHERE"
    return own_way(
        sqlite=(f"{begin} name_keys LIKE %s OR name_keys LIKE %s", [f"{keys}%", f"% {keys}%"]),
        postgresql=(f"{begin} {SOUNDS} @@ %s::tsquery", [f"'{keys}':*"]),  # no word of anybody's in it
    )


def sounding_within(keys: str) -> Part:
    """Those in whose spelling by sound this stands anywhere. Takes small letters. Goes through all names."""
    return "SELECT id FROM people_person WHERE name_keys LIKE %s ESCAPE '\\'", [f"%{_escaped(keys)}%"]


def holding(text: str) -> list[Part]:
    """Those who hold a post today in whose full name (unit and title) this stands: in one of the two, or a part in each."""
    small = text.lower()
    named: set[int] = set()
    parted: dict[str, set[int]] = {}
    for name, unit in tree().names:
        if small in name:
            named.add(unit)
        # Most names hold not even the first character.
        if len(small) > 1 and small[0] in name:
            for n in range(1, min(len(small), len(name) + 1)):
                if name.endswith(small[:n]):
                    parted.setdefault(small[n:], set()).add(unit)
    parts = [_with_letters(_HELD, "p.title", text)]
    if named:
        parts.append(_in_units(named))
    for rest, units in parted.items():
        sql, values = _in_units(units)
        parts.append((f"{sql} AND upper(p.title) LIKE upper(%s) ESCAPE '\\'", [*values, f"{_escaped(rest)}%"]))
    today = connection.ops.adapt_datefield_value(timezone.localdate())
    return [(sql, [today, today, *values]) for sql, values in parts]


def spelled(names: Sequence[str]) -> Part:
    """Those whose name is one of these, which are at least one, letter by letter."""
    return f"SELECT id FROM people_person WHERE name IN {places(names)}", [*names]  # noqa: S608


def with_number(phone: str) -> Part:
    """Who has this telephone number."""
    return "SELECT id FROM people_person WHERE phone = %s", [phone]


def among(parts: Sequence[Part]) -> Q:
    """Gives the condition that a person is one of any of these parts, which are at least one."""
    return Q(pk__in=RawSQL(*any_of(parts)))  # noqa: S611  (values stand beside it)


def any_of(parts: Sequence[Part]) -> Part:
    """Those of any of these parts."""
    return " UNION ".join(sql for sql, _values in parts), [value for _sql, values in parts for value in values]


def _with_letters(begin: str, column: str, text: str) -> Part:
    like = f"%{_escaped(text)}%"
    return own_way(
        sqlite=(f"{begin} {column} LIKE %s ESCAPE '\\'", [like]),
        postgresql=(f"{begin} {LETTERS.format(column)} @> {LETTERS.format('%s')} AND upper({column}) LIKE upper(%s)", [text, like]),
    )


def _in_units(units: Set[int]) -> Part:
    ids = sorted(units)
    return own_way(sqlite=(f"{_HELD} p.unit_id IN ({','.join(map(str, ids))})", []), postgresql=(f"{_HELD} p.unit_id = ANY(%s)", [ids]))


def _escaped(text: str) -> str:
    return connection.ops.prep_for_like_query(text)
