"""Where other apps have something delivered, and where they seal something: each declares its own in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from huiyin.channels.models import Delivery, Destination
from huiyin.core.declarations import Extension, Registry


@dataclass(frozen=True)
class SealedRows(Extension):
    """Rows whose column `sealed` is sealed under the server's key (channels/sealing.py): sealed anew when it is changed."""

    rows: Callable[[], QuerySet[Any]]


SEALED_ROWS: Registry[SealedRows] = Registry("extensions", "EXTENSIONS", SealedRows, lambda one: one.name, only=True)


@dataclass(frozen=True)
class Said:
    """What leaves by one attempt. `secrets`: the address and what signs; `said`: as the transport takes it; `of`: the deliveries that are
    in it; the first gives it its number."""

    secrets: Mapping[str, str]
    said: Any
    of: Sequence[Delivery]


@dataclass(frozen=True)
class Place:
    """What an administrator reads of a destination: whose it is in words, and who answers for it."""

    words: Any
    by: str = ""


@dataclass(frozen=True)
class DestinationKind(Extension):
    """A kind of destination: what it is told, in whose right, and how patiently. The engine (actions/sending.py) does the rest.

    `channels`: the transports by which it is told, of this kind alone. `say`: the words, made now, of what was claimed, in the language
    that is on; None where nothing is to be told any more. `place`: for the page of troubles.
    """

    channels: tuple[str, ...]
    say: Callable[[Destination, Sequence[Delivery]], Said | None]
    place: Callable[[Destination], Place]
    related: tuple[str, ...] = ()  # what these ask of a destination, read with it
    may_be_told: Callable[[Destination], bool] = lambda destination: True  # the right stands in whose name it is told
    stream: Callable[[Destination], int | None] = lambda destination: None  # where it is recorded that it stopped
    stopped: Callable[[Destination], None] = lambda destination: None  # it stopped: records it, in the transaction
    resumed: Callable[[Destination, Any], None] = lambda destination, by: None  # an administrator set it going again: records it
    with_it: Callable[[Delivery, QuerySet[Delivery]], Sequence[Delivery]] = lambda first, due: [first]  # what goes in the same letter
    threads: int = 4  # of its own: what hangs there holds up nobody else
    lease: timedelta = timedelta(minutes=4)  # longer than any one sending
    patience: timedelta | None = timedelta(days=1)  # after which a delivery is given up; None: never
    until_answered: bool = False  # at least once, in the order in which they were made; else at most once, and by when they fall due
    gather: Callable[[Destination, datetime], object] = lambda destination, now: None  # makes deliveries of what happened meanwhile
    to_gather: Callable[[QuerySet[Destination], datetime], QuerySet[Destination]] | None = None  # of these, which have something to tell


DESTINATION_KINDS: Registry[DestinationKind] = Registry("extensions", "EXTENSIONS", DestinationKind, lambda one: one.name, only=True)


def kind_of(channel: str) -> DestinationKind:
    """Gives the kind of the destinations of a transport. Raises LookupError where an app that had some is no more."""
    for kind in DESTINATION_KINDS:
        if channel in kind.channels:
            return kind
    raise LookupError(channel)
