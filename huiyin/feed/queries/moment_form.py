"""What the form of a moment offers."""

from __future__ import annotations

from huiyin.core.errors import or_404
from huiyin.feed.rules import units_of
from huiyin.groups.models import Group, Member, Message
from huiyin.people.models import Person, Unit


def offered_units(person: Person) -> list[Unit]:
    """Gives the units a person belongs to, the nearest last."""
    return list(Unit.objects.filter(pk__in=units_of(person), closed_at=None).order_by("order", "pk"))


def offered_groups(person: Person) -> list[Group]:
    """Gives the groups a person is in."""
    mine = Member.objects.filter(person=person, left_at=None).values("group")
    return list(Group.objects.filter(pk__in=mine).order_by("name")[:300])


def message_to_share(person: Person, group: int = 0, n: int = 0, *, pk: int | None = None) -> Message:
    """Gives a message this person may read and that still says something. Raises NotThere."""
    found = Message.objects.filter(recalled_at=None, erased_at=None)
    found = found.filter(pk=pk) if pk is not None else found.filter(group=group, n=n)
    return or_404(found.filter(group__in=Member.objects.filter(person=person, left_at=None).values("group")).first())
