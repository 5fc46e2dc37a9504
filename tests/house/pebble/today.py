"""What of pebbles waits for a person's word: those that lie before a post they hold."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.core.today import Waiting
from huiyin.people.models import Person
from huiyin.people.queries import posts_held
from tests.house.pebble.models import Pebble, State


def _count(person: Person) -> int:
    return Pebble.objects.filter(post__in=[held.post_id for held in posts_held([person.pk])], state=State.LAID).count()


def _forget(_people: Iterable[int]) -> None:
    """Nothing is remembered."""


TODAY = (Waiting("pebble", _count, _forget),)
