"""What was said in a group: by pages, by number, pinned, with its files and links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F
from django.utils import timezone

from huiyin.core.errors import NotThere
from huiyin.db.compiled import Compiled
from huiyin.groups import rendering
from huiyin.groups.models import Group, Mention, Message, MessageFile
from huiyin.media.models import Upload
from huiyin.people.models import Person
from huiyin.worktime.bounds import midnight

PAGE = 50
_BEARING = (Message.Kind.PHOTO, Message.Kind.VIDEO, Message.Kind.FILE)


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

    The numbers are dense, so a page is a range: no gaps or jumps however many years lie behind it.
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


def message_in(group: Group, n: int) -> Message | None:
    """Gives a message of the group by its number, or None."""
    return Message.objects.filter(group=group, n=n).select_related("group", "author").first()


def pins(group: Group) -> list[Message]:
    """Gives the pinned messages, last pinned first."""
    return _pinned(group.pk)


_pinned = Compiled[Message](
    lambda group: Message.objects.filter(group=group, pinned_at__isnull=False)
    .select_related("author").only("n", "text", "extra", "kind", "recalled_at", "erased_at", "author__name").order_by("-pinned_at")
)  # fmt: skip


def mentions_waiting(person: Person, group: Group, read_n: int) -> int | None:
    """Gives the number of the first unread message that names the person, or None."""
    return Mention.objects.filter(person=person, group=group, n__gt=read_n).order_by("n").values_list("n", flat=True).first()


def gallery(group: Group, kind: str, before: int | None = None, limit: int = 60) -> list[MessageFile]:
    """Gives the newest photos, videos or files of a group before a file's id."""
    files = MessageFile.objects.filter(group=group, upload__kind=kind, upload__erased_at=None, message__recalled_at=None)
    if before:
        files = files.filter(pk__lt=before)
    return list(files.select_related("upload", "message", "message__author").order_by("-pk")[:limit])


def links(group: Group, before: int | None = None, limit: int = 60) -> list[Message]:
    """Gives the newest messages with links before a message's number."""
    found = Message.objects.filter(group=group, kind=Message.Kind.LINK, erased_at=None)
    if before:
        found = found.filter(n__lt=before)
    return list(found.select_related("author", "link_card", "group").order_by("-n")[:limit])


def file_in(group: Group, key: str) -> Upload:
    """Gives the file of a message of this group by its key. Raises NotThere."""
    found = MessageFile.objects.filter(group=group, upload__key=key, upload__erased_at=None).select_related("upload").first()
    if found is None:
        raise NotThere
    return found.upload


def authors_of(messages: Iterable[Message]) -> dict[int, Person]:
    """Gives the authors of messages by their ids, whole."""
    return Person.objects.in_bulk({message.author_id for message in messages})


def files_of(messages: Iterable[Message]) -> dict[int, list[Upload]]:
    """Gives the files of messages by the message's id, in their order."""
    bearing = [message.pk for message in messages if message.kind in _BEARING]
    found: dict[int, list[Upload]] = {}
    for file in MessageFile.objects.filter(message__in=bearing).select_related("upload").order_by("message", "order"):
        found.setdefault(file.message_id, []).append(file.upload)
    return found


def card_image_in(group: Group, n: int) -> Upload:
    """Gives the picture of the link card of the message of this number. Raises NotThere."""
    found = Message.objects.filter(group=group, n=n, recalled_at=None, erased_at=None).select_related("link_card__image").first()
    if found is None or found.link_card is None or found.link_card.image is None:
        raise NotThere
    return found.link_card.image
