"""The list of groups a person is in, and what waits for them there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from huiyin.db.compiled import Compiled
from huiyin.groups import rendering
from huiyin.groups.models import Group, Member, Mention
from huiyin.groups.rules import LEADS
from huiyin.people.models import Person

LIST_LIMIT = 500
CHOICES_LIMIT = 200
_LINE = (
    "group_id", "read_n", "muted", "named", "group__name", "group__about", "group__last_n", "group__last_at", "group__stream_id",
    "group__stream__seq", "group__last_message", "group__last_message__kind", "group__last_message__text",
    "group__last_message__recalled_at", "group__last_message__erased_at", "group__last_message__author__name",
    "group__last_message__extra__robot__name",
)  # fmt: skip


@dataclass(slots=True)
class GroupRow:
    """A line of the messages list: a group as its member sees it."""

    pk: int
    name: str
    unread: int
    mentioned: bool
    muted: bool
    preview: str
    last_n: int
    last_at: datetime
    stream: int
    seq: int  # the journal's cursor of the group when this was read: the list is live from there on


def my_groups(person: Person, language: str, archived: bool = False, text: str = "") -> list[GroupRow]:
    """Gives the groups a person is in, newest talk first. `text` narrows by name."""
    if text:
        lines = list(_lines(person.pk, archived, group__name__icontains=text))
    else:
        lines = (_ended_lines if archived else _open_lines)(person.pk)
    rows = []
    for line in lines:
        said = _said_last(line, language) if line["group__last_message"] else line["group__about"]
        unread = max(0, line["group__last_n"] - line["read_n"])
        rows.append(
            GroupRow(
                line["group_id"], line["group__name"], unread, line["named"], line["muted"], said, line["group__last_n"],
                line["group__last_at"], line["group__stream_id"], line["group__stream__seq"],
            )
        )  # fmt: skip
    return rows


def _lines(person: int, archived: bool, **narrowed: str) -> QuerySet[Member, dict[str, Any]]:
    named = Mention.objects.filter(person=person, group=OuterRef("group"), n__gt=OuterRef("read_n"))
    members = Member.objects.filter(person=person, left_at=None, group__archived_at__isnull=not archived, **narrowed)
    # Plain values: a page shows this list beside every conversation, and four models a line cost more than the query (measured).
    return members.annotate(named=Exists(named)).order_by("-group__last_at", "-group_id").values(*_LINE)[:LIST_LIMIT]


_open_lines = Compiled[dict[str, Any]](lambda person: _lines(person, archived=False))


_ended_lines = Compiled[dict[str, Any]](lambda person: _lines(person, archived=True))


def _said_last(line: dict[str, Any], language: str) -> str:
    """A line's last message, under the name it was said by."""
    name = str(line["group__last_message__extra__robot__name"] or line["group__last_message__author__name"])
    gone = "recalled" if line["group__last_message__recalled_at"] else "erased" if line["group__last_message__erased_at"] else ""
    return rendering.preview_of(line["group__last_message__kind"], line["group__last_message__text"], name, language, gone)


def unread_total(person: Person) -> int:
    """Gives how many messages wait for a person in groups that are open and not muted."""
    return _waiting.first(person.pk) or 0


_waiting = Compiled[int | None](
    lambda person: Member.objects.filter(person=person, left_at=None, muted=False, group__archived_at=None)
    .values("person").annotate(n=Sum(F("group__last_n") - F("read_n"))).values_list("n", flat=True)
)  # fmt: skip


def memberships_of(person: Person, archived: bool, behind: tuple[datetime, int] | None = None, limit: int = LIST_LIMIT) -> list[Member]:
    """Gives a person's memberships with their groups, the latest talk first; `behind` (last_at, group) goes on after one."""
    mine = Member.objects.filter(person=person, left_at=None, group__archived_at__isnull=not archived)
    if behind is not None:
        at, group = behind
        mine = mine.filter(Q(group__last_at__lt=at) | Q(group__last_at=at, group__lt=group))
    return list(mine.select_related("group").order_by("-group__last_at", "-group_id")[:limit])


def groups_to_post_in(person: Person, text: str = "") -> list[Group]:
    """Gives the groups a person may post in (rule `may_post` as a query), newest talk first."""
    mine = Q(members__person=person, members__left_at=None, members__silenced=False)
    leads = Q(members__role__in=LEADS)
    # One filter call: the conditions must hold for the same membership.
    groups = Group.objects.filter(mine & (leads | ~Q(kind=Group.Kind.NOTICE)), archived_at=None)
    if text:
        groups = groups.filter(name__icontains=text)
    return list(groups.order_by("-last_at", "-pk")[:CHOICES_LIMIT])
