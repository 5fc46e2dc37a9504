"""A message before it is posted, and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huiyin.groups.models import Message
from huiyin.media.models import Upload

Place = tuple[int, int, str]  # author, group, key


@dataclass(slots=True)
class Draft:
    """A message before it is posted. `reply_to` is a message's number in the group; `uploads` are keys of the author's uploads."""

    group: int
    author: int
    text: str = ""
    key: str = ""
    reply_to: int | None = None
    uploads: Sequence[str] = ()
    mentions: Sequence[dict[str, Any]] = ()
    place: dict[str, Any] | None = None
    urgent_reason: str = ""
    forwarded: dict[str, Any] | None = None
    at: datetime | None = None  # set by importers only
    bears: dict[str, Any] | None = None  # what it bears for another app; set by actions, never by what comes from outside
    robot: dict[str, Any] | None = None  # {"name", "hook"}: a program says it through the author's hook


@dataclass(slots=True)
class Posted:
    """A message that is stored. `again`: the same key came here with the same words before; this is the first answer."""

    message: Message
    again: bool = False


def place_of(draft: Draft) -> Place:
    """Gives where a draft's key counts: its author's, in its group."""
    return draft.author, draft.group, draft.key


def kind_of(draft: Draft, text: str, uploads: Sequence[Upload]) -> str:
    """Gives the kind of message (Message.Kind) that a draft becomes. Takes its words as they are kept, and its uploads."""
    if uploads:
        kinds = {u.kind for u in uploads}
        return next(k.value for k in (Message.Kind.VIDEO, Message.Kind.PHOTO, Message.Kind.FILE) if k in kinds)
    if draft.place:
        return Message.Kind.PLACE.value
    return (Message.Kind.LINK if "http://" in text or "https://" in text else Message.Kind.TEXT).value
