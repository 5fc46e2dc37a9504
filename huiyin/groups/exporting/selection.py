"""What is exported, in the order it was said, a few hundred messages at a time however many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from huiyin.groups.models import Group, Message
from huiyin.worktime.bounds import midnight

BATCH = 500
#: Told (done, total) as work goes on.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Wanted:
    """A group and the days wanted of it; both days are in it, None is open."""

    group: Group
    since: date | None = None
    until: date | None = None


def messages_of(wanted: Wanted) -> QuerySet[Message]:
    """Gives the messages wanted, in order."""
    found = Message.objects.filter(group=wanted.group)
    if wanted.since:
        found = found.filter(at__gte=_begins(wanted.since))
    if wanted.until:
        found = found.filter(at__lt=_begins(wanted.until + timedelta(days=1)))
    return found.order_by("n")


def batches(wanted: Wanted) -> Iterator[list[Message]]:
    """Gives the messages wanted with all that is shown of them."""
    whole = messages_of(wanted).select_related("author", "reply_to__author", "link_card").prefetch_related("files__upload")
    last = 0
    while batch := list(whole.filter(n__gt=last)[:BATCH]):
        yield batch
        last = batch[-1].n


def is_whole(message: Message) -> bool:
    """Whether its content may leave: what was recalled or erased is a trace only."""
    return message.recalled_at is None and message.erased_at is None


def _begins(day: date) -> datetime:
    return midnight(day, timezone.get_default_timezone())
