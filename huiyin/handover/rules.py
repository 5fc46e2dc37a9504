"""Who may do what with a handover."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.handover.models import Handover, HandoverItem
from huiyin.people.models import Person, Post
from huiyin.people.queries import holders_for, posts_held, reporting_line
from huiyin.people.rules import may_manage_staff


def may_list(person: Person, post: Post, leaver: Person) -> bool:
    """The leaver themself, who stands right above the post, or the system administrator."""
    return person == leaver or is_above(person, post) or may_manage_staff(person)


def sees_all(person: Person, handover: Handover) -> bool:
    """A third person sees what came to them, and nothing else."""
    return person.pk in (handover.leaver_id, handover.successor_id) or is_above(person, handover.post) or may_manage_staff(person)


def may_give(person: Person, handover: Handover) -> bool:
    """Who leaves; where they can sign in no more, or have left the post, who stands right above it or the system administrator too."""
    if handover.given_at is not None:
        return False
    gone = not handover.leaver.is_active or all(h.post_id != handover.post_id for h in posts_held([handover.leaver_id]))
    return person.pk == handover.leaver_id or (gone and (is_above(person, handover.post) or may_manage_staff(person)))


def may_take(person: Person, handover: Handover) -> bool:
    """The successor, after who leaves has signed."""
    return handover.given_at is not None and handover.taken_at is None and person.pk == handover.successor_id


def may_acknowledge(person: Person, handover: Handover, items: Iterable[HandoverItem]) -> bool:
    """A third person to whom something of it went, and who has not said yet that they know."""
    mine = (one for one in items if one.receiver_id == person.pk)
    return handover.given_at is not None and any(one.done_at is not None and one.acknowledged_at is None for one in mine)


def may_cancel(person: Person, handover: Handover) -> bool:
    """Who leaves, as long as they hold the post and nothing was given: they listed it before their time."""
    if handover.given_at is not None or person.pk != handover.leaver_id:
        return False
    return any(held.post_id == handover.post_id and not held.delegated for held in posts_held([person.pk]))


def is_above(person: Person, post: Post) -> bool:
    """Whether somebody speaks for the post to which this one reports."""
    above = reporting_line(post)[:1]
    return bool(above) and any(holder.person.pk == person.pk for holder in holders_for([above[0].pk]).values())
