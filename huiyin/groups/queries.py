"""What the pages of conversation need, each in a bounded number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum, Value, When
from django.utils import timezone

from huiyin.db.compiled import Compiled
from huiyin.groups import rendering
from huiyin.groups.models import Group, Invite, Member, Mention, Message, MessageFile
from huiyin.groups.rules import LEADS, may_see_receipts_about
from huiyin.people.models import Person
from huiyin.people.queries import posts_shown
from huiyin.worktime.bounds import midnight

PAGE = 50
LIST_LIMIT = 500
RECEIPTS_NAMED = 500


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
    """Gives the groups a person is in, newest talk first: two queries, three with last messages' files. `text` narrows by name."""
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
    """Gives how many messages wait for a person in groups that are open and not muted: one query."""
    return _waiting.first(person.pk) or 0


_waiting = Compiled[int | None](
    lambda person: Member.objects.filter(person=person, left_at=None, muted=False, group__archived_at=None)
    .values("person").annotate(n=Sum(F("group__last_n") - F("read_n"))).values_list("n", flat=True)
)  # fmt: skip


@dataclass(slots=True)
class MessagesPage:
    """Some messages of a group, oldest first. `first_n`, `last_n`: what lies on the page; `before`, `after`: is there more."""

    messages: list[Any]
    first_n: int
    last_n: int
    before: bool
    after: bool


def page_of(
    group: Group, before: int | None = None, after: int | None = None, around: int | None = None, limit: int = PAGE
) -> MessagesPage:
    """Gives a page of messages by their dense numbers: those before or after one, around one, or the newest.

    The numbers are dense, so a page is a range: no gaps or jumps however many years lie behind it. At most five queries.
    """
    last = group.last_n
    if after is not None:
        first, end = after + 1, after + limit
    elif before is not None:
        first, end = max(1, before - limit), before - 1
    elif around is not None:
        end = min(last, max(around + limit // 2, limit))
        first = max(1, end - limit + 1)
    else:
        first, end = max(1, last - limit + 1), last
    end = min(end, last)
    messages = _messages(group.pk, first, end) if first <= end else []
    # Fifty messages have perhaps twenty authors: each is made once, of what a conversation shows; anything more is read when asked for.
    authors: dict[int, Person] = {}
    for message in messages:
        author = authors.get(message.author_id)
        if author is None:
            author = Person.from_db("default", ("id", "name", "about"), (message.author_id, message.its_name, message.its_about))
            authors[message.author_id] = author
        message.group, message.author = group, author
    return MessagesPage(rendering.preload(messages), first, end, first > 1, end < last)


_messages = Compiled[Any](
    lambda group, first, end: Message.objects.filter(group=group, n__gte=first, n__lte=end)
    .annotate(its_name=F("author__name"), its_about=F("author__about")).order_by("n")
)  # fmt: skip


def number_on(group: Group, day: date) -> int:
    """Gives the number of the first message on or after a day (in the county's zone); the last one's where there is none."""
    begins = midnight(day, timezone.get_default_timezone())
    first = Message.objects.filter(group=group, at__gte=begins).order_by("at", "n").values_list("n", flat=True).first()
    return first or group.last_n


def pins(group: Group) -> list[Message]:
    """Gives the pinned messages, last pinned first: one query."""
    return _pinned(group.pk)


_pinned = Compiled[Message](
    lambda group: Message.objects.filter(group=group, pinned_at__isnull=False)
    .select_related("author").only("n", "text", "extra", "kind", "recalled_at", "erased_at", "author__name").order_by("-pinned_at")
)  # fmt: skip


def mentions_waiting(person: Person, group: Group, read_n: int) -> int | None:
    """Gives the number of the first unread message that names the person, or None."""
    return Mention.objects.filter(person=person, group=group, n__gt=read_n).order_by("n").values_list("n", flat=True).first()


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
    """Gives [(number, how many members have read just up to it, the last number before they came)]: one query.

    That answers for every message at once (`seen_by`); in most groups all came before the first word, so the list is short.
    """
    rows = (_counted_listening if group.kind == Group.Kind.LISTENING else _counted_here)(group.pk)
    return [(n, c, joined) for n, joined, c in rows]


@dataclass(slots=True)
class Receipts:
    """Who has read a message: counted, and named, those it mentions first."""

    read: list[Any] = field(default_factory=list)
    unread: list[Any] = field(default_factory=list)
    read_count: int = 0
    unread_count: int = 0
    hidden: bool = False  # a listening group: nothing about residents


def receipts(message: Message) -> Receipts:
    """Gives who has read a message and who has not, without its author: three queries. Names at most 500 of each."""
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


def members_of(group: Group, text: str = "", after: tuple[int, datetime, int] | None = None) -> QuerySet[Any]:
    """Gives the members, those who lead first; `text` narrows by name or pinyin, `after` (rank, joined_at, pk) gives those behind one."""
    role = {"owner": 0, "manager": 1}
    members = Member.objects.filter(group=group, left_at=None).select_related("person")
    if text:
        members = members.filter(Q(person__name__icontains=text) | Q(person__name_keys__icontains=text.lower()))
    order = Case(*(When(role=r, then=Value(v)) for r, v in role.items()), default=Value(2), output_field=IntegerField())
    members = members.annotate(rank=order)
    if after:
        rank, joined, pk = after
        members = members.filter(Q(rank__gt=rank) | Q(rank=rank, joined_at__gt=joined) | Q(rank=rank, joined_at=joined, pk__gt=pk))
    return members.order_by("rank", "joined_at", "pk")


def member_count(group: Group) -> int:
    """Gives how many are in the group: one query."""
    return Member.objects.filter(group=group, left_at=None).count()


def open_invites(group: Group) -> list[Invite]:
    """Gives the invitations that still bring people in: one query."""
    good = Invite.objects.filter(group=group, revoked_at=None, expires_at__gt=timezone.now(), used__lt=F("places"))
    leading = Member.objects.filter(group=group, person=OuterRef("by"), left_at=None, role__in=LEADS)  # as open_invite asks
    good = good.filter(Exists(leading), by__locked_at=None, by__erased_at=None)
    return list(good.select_related("by").order_by("-made_at"))


def gallery(group: Group, kind: str, before: int | None = None, limit: int = 60) -> list[MessageFile]:
    """Gives the newest photos, videos or files of a group before a file's id: one query."""
    files = MessageFile.objects.filter(group=group, upload__kind=kind, upload__erased_at=None, message__recalled_at=None)
    if before:
        files = files.filter(pk__lt=before)
    return list(files.select_related("upload", "message", "message__author").order_by("-pk")[:limit])


def links(group: Group, before: int | None = None, limit: int = 60) -> list[Message]:
    """Gives the newest messages with links before a message's number: one query."""
    found = Message.objects.filter(group=group, kind=Message.Kind.LINK, erased_at=None)
    if before:
        found = found.filter(n__lt=before)
    return list(found.select_related("author", "link_card", "group").order_by("-n")[:limit])


def file_in(group: Group, key: str) -> MessageFile | None:
    """Gives the file of a message of this group by its upload's key, or None."""
    files = MessageFile.objects.filter(group=group, upload__key=key, upload__erased_at=None)
    return files.select_related("upload").first()


def message_in(group: Group, n: int) -> Message | None:
    """Gives a message of the group by its number, or None."""
    return Message.objects.filter(group=group, n=n).select_related("group", "author").first()


def seen_by(counts: Counts, n: int) -> tuple[int, int]:
    """Gives (how many have read message n, how many have not) of those who were there when it came; the author is among the readers."""
    there = [(at, c) for at, c, joined in counts if joined < n]
    read = sum(c for at, c in there if at >= n)
    return read, sum(c for _, c in there) - read
