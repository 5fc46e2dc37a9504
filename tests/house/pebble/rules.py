"""Who may do what with a pebble. Deny unless one says yes."""

from __future__ import annotations

from django.db.models import Q

from huiyin.groups.models import Member
from huiyin.people.models import Person
from huiyin.people.queries import posts_held
from tests.house.pebble.models import Pebble
from tests.house.pebble.moves import MOVES


def roles(person: Person, pebble: Pebble) -> set[str]:
    """Gives what a person is to a pebble: holder of the post it lies before, its author, a member of its group."""
    found = {"holder"} if any(held.post_id == pebble.post_id for held in posts_held([person.pk])) else set()
    found |= {"author"} if pebble.by_id == person.pk else set()
    return found | ({"member"} if Member.objects.filter(group=pebble.group_id, person=person, left_at=None).exists() else set())


def may_see(person: Person, pebble: Pebble) -> bool:
    """Whoever is in its group, and whoever holds the post."""
    return bool(roles(person, pebble) & {"member", "holder"})


def may_lift(person: Person, pebble: Pebble) -> bool:
    """The holder of the post, while it lies."""
    return any(move.name == "lift" for move in MOVES.possible(pebble.state, roles(person, pebble)))


def visible_to(person: Person) -> Q:
    """Narrows pebbles to those a person may see, by the same rule as `may_see`."""
    inside = Member.objects.filter(person=person, left_at=None).values("group")
    return Q(group__in=inside) | Q(post__in=[held.post_id for held in posts_held([person.pk])])
