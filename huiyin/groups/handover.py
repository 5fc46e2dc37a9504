"""What of groups goes with a post: that somebody owns them. A listening group is a person's own (story S8)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import pgettext_lazy

from huiyin.core.handover import Giving, Handed, HandoverKind
from huiyin.groups.actions import add_people, hand_over
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import membership_of
from huiyin.people.models import Person, Post


def _open(person: Person, _post: Post) -> Iterable[int]:
    owned = Group.objects.filter(members__person=person, members__role="owner", members__left_at=None, archived_at=None)
    # The people in a listening group met this person, not the post.
    return owned.exclude(kind=Group.Kind.LISTENING).order_by("pk").values_list("pk", flat=True)


def _shown(numbers: Collection[int], _reader: Person) -> Mapping[int, Handed]:
    return {pk: Handed(name) for pk, name in Group.objects.filter(pk__in=numbers).values_list("pk", "name")}


def _give(giving: Giving) -> None:
    """The group is the other's, where it is still the leaver's to give."""
    group = Group.objects.get(pk=giving.number)
    member = membership_of(giving.leaver, group)
    if member is None or member.role != Member.Role.OWNER or group.archived_at is not None:
        return
    add_people(group, [giving.to], by=giving.leaver)
    hand_over(group, giving.to, by=giving.leaver)


OWNS = pgettext_lazy("item of a handover", "Owns the group")
HANDOVER = (HandoverKind("owns", OWNS, 18, _open, _shown, _give, may_stay=True),)
