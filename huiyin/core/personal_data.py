"""What apps say of personal data: what becomes of it when a person is erased, what goes into a copy, what blocks, how long it is kept.

Each app declares its own in `personal_data.py` with its own functions; privacy goes through it and names no noun. Where one thing comes
before another, `order` says so: the lower first, and of equals the app that is installed first. A person is passed as they are; no
model is imported here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from functools import reduce
from operator import or_
from typing import IO, Any

from django.db.models import Q
from django.utils import timezone

from huiyin.core.declarations import Registry, in_order

MOST = 20_000  # rows of one part of a copy: beyond it the latest
Row = dict[str, Any]


class Fate(Enum):
    """What becomes of a reference to a person when that person is erased."""

    REMOVED = "the row goes in the transaction that erases; privacy deletes it, no function is needed"
    REMOVED_AFTER = "the row goes piece by piece, right after"
    EMPTIED = "the row stays as a number without a name; what it held of the person is emptied or has left"
    KEPT = "the record of an office, or of what was done with the person: under the office or a neutral word"


@dataclass(frozen=True)
class PersonalData:
    """Of one model ("tasks.savedview"): what becomes of each of its columns that lead to a person, and why.

    `why` names the law or the reason. A model that leads to nobody is declared too, with the reason why nothing of it must go.
    """

    model: str
    why: str
    references: Mapping[str, Fate] = field(default_factory=dict)


@dataclass(frozen=True)
class Erased:
    """An erased person, while what they left behind goes.

    `by`: the number of whoever decided it, None for the server's own command line; `name`, `phone`: what they were known by, "" where
    nothing was; `was_official`: acts in office stay, under the post.
    """

    person: Any
    by: int | None
    name: str
    phone: str
    was_official: bool


@dataclass(frozen=True)
class AtOnce:
    """What must be done in the transaction that erases, beside deleting rows that are REMOVED.

    `run` takes the person and what `before` gave, which is asked before the transaction: it may look through many rows.
    """

    name: str
    order: int
    run: Callable[[Any, Any], object]
    before: Callable[[Any], Any] = lambda person: None


@dataclass(frozen=True)
class PieceByPiece:
    """What goes right after, beside what others do.

    `remove` does one short transaction and gives how many messages and files went with it, None when nothing is left. It looks for what is
    left, so it can be begun anew at any time, by anybody.
    """

    name: str
    order: int
    remove: Callable[[Erased], tuple[int, int] | None]


@dataclass(frozen=True)
class Stays:
    """Rows of another app's model ("media.upload") that stay although they are the person's.

    `which` takes the person and gives a condition on them; `in_office`: only for whoever held an office, whose acts are the record.
    """

    name: str
    of: str
    which: Callable[[Any], Q]
    in_office: bool = True


@dataclass(frozen=True)
class Office:
    """A way in which what somebody did may have been done in office, whatever they are by now."""

    name: str
    held: Callable[[Any], bool]


@dataclass(frozen=True)
class CopyPart:
    """What an app keeps of a person, for the copy they may ask for.

    Parts of one `section` stand together under the title of the first. `read` takes the person and gives plain rows in the language that
    is on: of others only what they did to this person, and no number of theirs. `columns`: what parts of a row are called where they
    bear a name no other section has.
    """

    section: str
    name: str
    title: Any
    order: int
    read: Callable[[Any], Iterable[Row]]
    columns: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CopyWriter:
    """Who writes the file of a copy of one's own data: the app that knows all parts, above the one that makes exports.

    `write` takes the person, a file open for bytes and whom to tell (done, total); it gives how many messages are in it.
    """

    name: str
    write: Callable[[Any, IO[bytes], Callable[[int, int], None]], int]


@dataclass(frozen=True)
class RetentionKind:
    """Rows of one model that go after a term. Kinds of one name are counted as one.

    `count`: how many are due at a moment. `remove`: removes some of them in one short transaction, gives how many; nought when none is
    left. `term`: its name in core/retention_periods, "" where the term is fixed.
    """

    name: str
    of: str
    words: Any
    order: int
    count: Callable[[datetime], int]
    remove: Callable[[datetime], int]
    term: str = ""


@dataclass(frozen=True)
class Blocker:
    """One thing that hangs on a person, named; `href`: where it can be settled, for whoever may see it."""

    words: Any
    href: str = ""


@dataclass(frozen=True)
class BlockerKind:
    """One sort of thing that must be settled or handed over first.

    `find` takes the person and whether titles and names may be said: to who keeps the staff they may not, numbers do.
    """

    name: str
    order: int
    find: Callable[[Any, bool], Iterable[Blocker]]


MODELS_DECLARED: Registry[PersonalData] = Registry("personal_data", "PERSONAL_DATA", PersonalData, lambda one: one.model)
AT_ONCE: Registry[AtOnce] = Registry("personal_data", "ERASED_AT_ONCE", AtOnce, lambda one: one.name)
COPY_PARTS: Registry[CopyPart] = Registry("personal_data", "COPY", CopyPart, lambda one: (one.section, one.name))
COPY_WRITERS: Registry[CopyWriter] = Registry("personal_data", "WRITES_COPY", CopyWriter, lambda one: one.name)
PIECE_BY_PIECE: Registry[PieceByPiece] = Registry("personal_data", "ERASED_AFTER", PieceByPiece, lambda one: one.name)
STAYING: Registry[Stays] = Registry("personal_data", "STAYS", Stays, lambda one: (one.of, one.name))
OFFICES: Registry[Office] = Registry("personal_data", "HELD_OFFICE", Office, lambda one: one.name)
RETENTION_KINDS: Registry[RetentionKind] = Registry("personal_data", "RETENTION", RetentionKind, lambda one: (one.name, one.of))
BLOCKER_KINDS: Registry[BlockerKind] = Registry("personal_data", "BLOCKERS", BlockerKind, lambda one: one.name)


def at(moment: datetime | date | None) -> str:
    """Gives a moment or a day as both pages and data have it: ISO 8601 in the house's zone, to the second."""
    if isinstance(moment, datetime):
        return timezone.localtime(moment).isoformat(timespec="seconds")
    return moment.isoformat() if moment else ""


def staying(model: str, erased: Erased) -> Q | None:
    """Gives the condition on rows of a model that stay when this person is erased; None where none does."""
    found = [one.which(erased.person) for one in STAYING if one.of == model and (erased.was_official or not one.in_office)]
    return reduce(or_, found) if found else None


def retention_names() -> dict[str, Any]:
    """Gives the names of the kinds of retention and their words, in order."""
    return {kind.name: kind.words for kind in in_order(RETENTION_KINDS)}
