"""Who has read what was said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet

from huiyin.db.compiled import Compiled
from huiyin.groups.models import Group, Member, Mention, Message
from huiyin.groups.rules import may_see_receipts_about
from huiyin.people.models import Person
from huiyin.people.queries import posts_shown

RECEIPTS_NAMED = 500


def _countable(group: int, kind: str) -> QuerySet[Member]:
    """The members whose reading may be counted: in listening groups nobody learns anything about residents."""
    members = Member.objects.filter(group=group, left_at=None)
    return members.filter(person__kind=Person.Kind.OFFICIAL) if kind == Group.Kind.LISTENING else members


def _counted(group: int, kind: str) -> QuerySet[Member, Any]:
    return _countable(group, kind).values_list("read_n", "joined_n").annotate(c=Count("pk")).order_by("read_n", "joined_n")


_counted_here = Compiled[Any](lambda group: _counted(group, Group.Kind.WORK))


_counted_listening = Compiled[Any](lambda group: _counted(group, Group.Kind.LISTENING))


Counts = Sequence[tuple[int, int, int]]


def read_counts(group: Group) -> list[tuple[int, int, int]]:
    """Gives [(number, how many members have read just up to it, the last number before they came)].

    That answers for every message at once (`seen_by`); in most groups all came before the first word, so the list is short.
    """
    rows = (_counted_listening if group.kind == Group.Kind.LISTENING else _counted_here)(group.pk)
    return [(n, c, joined) for n, joined, c in rows]


def seen_by(counts: Counts, n: int) -> tuple[int, int]:
    """Gives (how many have read message n, how many have not) of those who were there when it came; the author is among the readers."""
    there = [(at, c) for at, c, joined in counts if joined < n]
    read = sum(c for at, c in there if at >= n)
    return read, sum(c for _, c in there) - read


@dataclass(slots=True)
class Receipts:
    """Who has read a message: counted, and named, those it mentions first."""

    read: list[Any] = field(default_factory=list)
    unread: list[Any] = field(default_factory=list)
    read_count: int = 0
    unread_count: int = 0
    hidden: bool = False  # a listening group: nothing about residents


def receipts(message: Message) -> Receipts:
    """Gives who has read a message and who has not, without its author. Names at most 500 of each."""
    group = message.group
    named = set(Mention.objects.filter(message=message).values_list("person_id", flat=True))
    members = _countable(group.pk, group.kind).filter(joined_n__lt=message.n).select_related("person")
    if not message.robot:  # whose author made the program speak, and has not read it by that
        members = members.exclude(person_id=message.author_id)
    shown = posts_shown([m.person_id for m in members]) if group.kind != Group.Kind.LISTENING else {}
    found = Receipts(hidden=group.kind == Group.Kind.LISTENING)
    for member in sorted(members, key=lambda m: (m.person_id not in named, m.person_id)):
        if not may_see_receipts_about(member.person, group):
            continue
        member.named = member.person_id in named  # type: ignore[attr-defined]
        member.post_shown = shown.get(member.person_id, "")  # type: ignore[attr-defined]
        (found.read if member.read_n >= message.n else found.unread).append(member)
    found.read_count, found.unread_count = len(found.read), len(found.unread)
    found.read, found.unread = found.read[:RECEIPTS_NAMED], found.unread[:RECEIPTS_NAMED]
    return found
