"""What residents say is sorted in pieces as it comes, behind what people do. Sealed cases are left out here already."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count, takewhile

from django.db import transaction
from django.utils import timezone

from huiyin.cases.models import Case, Series
from huiyin.core.background import BackgroundWorker
from huiyin.digest.models import Kind, Saying, Sorted
from huiyin.digest.sorting import REMEMBERED, Sorter, says_something
from huiyin.feed.models import Comment
from huiyin.groups.models import Group, Message
from huiyin.journal.models import Entry
from huiyin.people.models import Person

PIECE, SETTLED, EVERY_SECONDS = 200, timedelta(seconds=2), 5.0
_sorter = Sorter()


@dataclass(frozen=True)
class Said:
    """Something a resident said: how far the reading is with it, whose row it is, words, when, by whom."""

    upto: int
    pk: int
    text: str
    at: datetime
    by: int


def _messages(after: int) -> list[Said]:
    rows = Message.objects.filter(pk__gt=after).order_by("pk")[:PIECE]
    columns = ("pk", "text", "at", "author", "author__kind", "group__kind", "extra")
    return [
        Said(pk, pk, text if kind != Person.Kind.OFFICIAL and group != Group.Kind.NOTICE and "robot" not in extra else "", at, author)
        for pk, text, at, author, kind, group, extra in rows.values_list(*columns)
    ]


def _comments(after: int) -> list[Said]:
    rows = Comment.objects.filter(pk__gt=after).order_by("pk")[:PIECE]
    return [
        Said(pk, pk, text if kind != Person.Kind.OFFICIAL else "", at, by)
        for pk, text, at, by, kind in rows.values_list("pk", "text", "at", "by", "by__kind")
    ]


def _cases(after: int) -> list[Said]:
    entries = list(Entry.objects.filter(pk__gt=after, kind="case.registered").order_by("pk")[:PIECE])
    # Who joined one says no words of their own, but which it is: that is counted there.
    found = Case.objects.filter(series=Series.PUBLIC, source=None, joined=None).in_bulk([entry.data["case"] for entry in entries])
    said = []
    for entry in entries:
        case = found.get(entry.data["case"])
        words = f"{case.title}\n{case.text}" if case is not None else ""
        said.append(Said(entry.pk, entry.data["case"], words, entry.at, (case.author_id or -case.pk) if case is not None else 0))
    return said


_READ: dict[str, Callable[[int], list[Said]]] = {
    Kind.MESSAGE.value: _messages, Kind.CASE.value: _cases, Kind.COMMENT.value: _comments,
}  # fmt: skip


def collect(now: datetime | None = None, kinds: Sequence[str] = tuple(Kind.values)) -> int:
    """Sorts what came, some of each kind. Gives how much was looked at; nought when nothing is left."""
    return sum(_piece(kind, now or timezone.now()) for kind in kinds)


def _piece(kind: str, now: datetime) -> int:
    """What is said is read and sorted before the transaction: on SQLite everybody who posts waits for it."""
    global _sorter
    row = Sorted.objects.get_or_create(kind=kind)[0]
    # Up to what is just being said: what has a lower number may not be committed yet.
    said = list(takewhile(lambda one: one.at <= now - SETTLED, _READ[kind](row.upto)))
    if not said:
        return 0
    kept: int | None = None
    try:
        kept = _sorted_and_kept(row, said)
    finally:
        if kept is None:  # another process was quicker, or it failed: numbers in memory that nothing bears would be given twice
            _sorter = Sorter()
    _sorter.last = max(_sorter.last, kept or 0)
    return len(said)


def _sorted_and_kept(row: Sorted, said: list[Said]) -> int | None:
    """Sorts a piece and keeps it. Gives the last saying made, 0 where none was; None where another process came before."""
    kind = row.kind
    _catch_up()
    begun, numbers, there = _sorter.last, count(_last_number() + 1), _already(kind, said)
    fresh = []
    for place, one in enumerate(said, start=1):
        if one.pk not in there and (says_something(one.text) or (kind == Kind.CASE and one.text)):
            topic, alike = _sorter.sort(-place - time.time_ns(), one.text, one.at, one.by, lambda: next(numbers))
            fresh.append(Saying(**{f"{kind}_id": one.pk}, kind=kind, at=one.at, topic=topic, alike=alike))
    with transaction.atomic():
        rows = {found.kind: found for found in Sorted.objects.select_for_update().order_by("kind")}
        if rows[kind].upto != row.upto or Saying.objects.filter(pk__gt=begun).exists():
            return None
        Saying.objects.bulk_create(fresh)
        rows[kind].upto, rows[kind].numbered = said[-1].upto, next(numbers) - 1
        rows[kind].save(update_fields=["upto", "numbered"])
    return max((one.pk for one in fresh), default=0)


def _already(kind: str, said: list[Said]) -> set[int]:
    return set(Saying.objects.filter(**{f"{kind}__in": [one.pk for one in said]}).values_list(kind, flat=True))


def _last_number() -> int:
    return max(Sorted.objects.values_list("numbered", flat=True), default=0)


def _catch_up() -> None:
    """Learns what was sorted by others, or before this process began: the newest."""
    rows = Saying.objects.filter(pk__gt=_sorter.last).select_related("message", "case", "comment").order_by("-pk")[:REMEMBERED]
    for one in reversed(rows):
        case = one.case
        text = one.message.text if one.message else one.comment.text if one.comment else f"{case.title}\n{case.text}" if case else ""
        by = one.message.author_id if one.message else one.comment.by_id if one.comment else -one.pk
        _sorter.know(one.pk, text, one.at, by, one.topic, one.alike)


def forget_sorter() -> None:
    """Begins anew from what is kept: for tests, whose databases come and go."""
    global _sorter
    _sorter = Sorter()


WORKER = BackgroundWorker("huiyin-digest", "what residents said could not be sorted", lambda: True, lambda: collect() > 0, EVERY_SECONDS)
