"""What a person wrote, in all groups: for the copy of their own data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from huiyin.groups.models import Message
from huiyin.people.models import Person

BATCH = 500


def messages_of(person: Person) -> int:
    """Gives how many messages a person wrote, in all groups."""
    return _own(person).count()


def batches(person: Person) -> Iterator[list[Message]]:
    """Gives them in the order they were said, a few hundred at a time, with their files."""
    whole = _own(person).select_related("group", "author", "reply_to__author", "link_card").prefetch_related("files__upload")
    last = 0
    while batch := list(whole.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield batch
        last = batch[-1].pk


def _own(person: Person) -> Any:
    return Message.objects.filter(author=person).exclude(extra__has_key="robot")
