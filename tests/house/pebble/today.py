"""What of pebbles waits for a person's word: those that lie before a post they hold, as cards with their move."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.core.today import Section, Waiting
from huiyin.people.models import Person
from tests.house.pebble.models import Pebble
from tests.house.pebble.queries import waiting_for

SHOWN = 5


def _count(person: Person) -> int:
    return waiting_for(person).count()


def _forget(_people: Iterable[int]) -> None:
    """Nothing is remembered."""


def _found(person: Person) -> list[Pebble]:
    return list(waiting_for(person).select_related("by", "post__unit").order_by("pk")[:SHOWN])


TODAY = (Waiting("pebble", _count, _forget),)
SECTIONS = (Section("pebble", 59, _found, "pebble/_today.html"),)
