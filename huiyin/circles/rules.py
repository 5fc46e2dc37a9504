"""Who may do what with a circle. Deny unless one says yes.

A circle is its keeper's as long as they hold its post: not a delegate's, not a colleague's. What somebody's circle holds
is seen by nobody else, not by those above; they learn only that a word waits, in whose circle and for how long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from huiyin.circles.models import Circle
from huiyin.db.lookups import IdIn
from huiyin.people.models import Person
from huiyin.people.queries import posts_held
from huiyin.people.queries.holders import Held, own_holders
from huiyin.people.rules import is_official, is_signed_in


def own_posts(person: Any) -> list[Held]:
    """Gives the posts an official holds in their own name, the first first; none for anybody else. On the day on which two held one, it is
    the later one's."""
    if not is_official(person):
        return []
    held = [one for one in posts_held([person.pk]) if not one.delegated]
    now = own_holders([one.post_id for one in held]) if held else {}
    return [one for one in held if one.post_id in now and now[one.post_id].person.pk == person.pk]


def may_keep(person: Any) -> bool:
    """Officials who hold a post keep a circle."""
    return bool(own_posts(person))


def keeps(person: Any, circle: Circle) -> bool:
    """Whether it is theirs now."""
    return circle.keeper_id == getattr(person, "pk", None) and any(held.post_id == circle.post_id for held in own_posts(person))


def kept_by(person: Any) -> Q:
    """Narrows circles by the same rule as `keeps`."""
    return Q(keeper=person, post__in=[held.post_id for held in own_posts(person)]) if is_official(person) else Q(pk__in=())


def may_be_in(person: Any) -> bool:
    """Residents, businesses, media: whoever is no official. A child is not asked; its guardian may be."""
    return is_signed_in(person) and person.kind != Person.Kind.OFFICIAL and not person.is_minor


def risen_to(person: Any) -> Q:
    """Narrows words to those that have risen above their keeper, to a post this person speaks for."""
    return risen_in([held.post_id for held in posts_held([person.pk])] if is_official(person) else ())


def risen_in(posts: Sequence[int]) -> Q:
    """Narrows words to those that have risen to one of these posts."""
    return Q(IdIn("post_id", posts), step__gte=2, ended_at=None)
