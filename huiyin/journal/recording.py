"""Writing entries. Actions call `record` inside their transaction; after commit those who follow are told."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, transaction
from django.utils import timezone

from huiyin.db.bulk import as_document, as_stored, inserter, made, next_keys, update_rows
from huiyin.db.statements import as_one, database, in_one_go
from huiyin.journal import chain
from huiyin.journal.event_types import EVENT_TYPES, EventType
from huiyin.journal.extension_points import JOURNAL_FOLLOWERS
from huiyin.journal.models import Entry, Sealed, Stream

log = logging.getLogger(__name__)
_COLUMNS = ("id", "stream_id", "seq", "kind", "at", "by_id", "data", "sealed_digest", "hash")  # in the order of the model's fields


@dataclass(slots=True)
class PendingEntry:
    """An entry about to be written. `about` is a model instance handed to followers in this process, so they need not read it again."""

    kind: str
    by: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    sealed: dict[str, Any] | None = None
    sealed_digest: str = ""  # given when the content lies in the app's own row
    about: Any = None


#: Called in the same transaction, in order of declaration: how one app answers what another recorded.
_reactions: dict[str, list[Callable[[Entry], None]]] = {}
#: The same, called once with all entries recorded together whose kinds are declared so (which kinds, and who answers), after those that
#: are called for each.
_together: list[tuple[Callable[[EventType], bool], Callable[[Sequence[Entry]], None]]] = []
#: What a running server adds to the followers that apps declare (JournalFollower), for as long as it runs.
followers: list[Callable[[int, Sequence[tuple[Entry, Any]]], None]] = []
#: Called before them, once with all streams of a commit: what they would each ask the database, asked for all together.
preparers: list[Callable[[Sequence[tuple[int, Sequence[tuple[Entry, Any]]]]], None]] = []


def reacts_to(*kinds: str) -> Callable[[Callable[[Entry], None]], Callable[[Entry], None]]:
    """Decorates a function that answers entries of these kinds within the transaction that records them."""

    def register(function: Callable[[Entry], None]) -> Callable[[Entry], None]:
        for kind in kinds:
            _reactions.setdefault(kind, []).append(function)
        return function

    return register


def reacts_together_where(
    declared: Callable[[EventType], bool],
) -> Callable[[Callable[[Sequence[Entry]], None]], Callable[[Sequence[Entry]], None]]:
    """Like `reacts_to`, for all kinds whose declaration says so (whoever reacts names none of them), and for a function that takes several
    entries: what ten thousand tasks record on a Monday morning is answered by a statement for some dozens of them, not by two for each."""

    def register(function: Callable[[Sequence[Entry]], None]) -> Callable[[Sequence[Entry]], None]:
        _together.append((declared, function))
        return function

    return register


def unanswered(kind: str) -> bool:
    """Whether nobody reacts to entries of this kind within the transaction that records them."""
    told = EVENT_TYPES[kind]
    return not _reactions.get(kind) and not any(declared(told) for declared, _function in _together)


def open_stream(key: str) -> Stream:
    """Gives the stream of this key, made if need be. Takes e.g. "group:12"."""
    return Stream.objects.get_or_create(key=key)[0]


def new_stream(key: str) -> Stream:
    """Makes the stream of something that is made in this transaction: nobody knows its key yet, and nobody else can lock it."""
    return Stream.objects.create(key=key)


def record(
    stream: Stream | int,
    kind: str,
    *,
    by: Any = None,
    data: dict[str, Any] | None = None,
    sealed: dict[str, Any] | None = None,
    about: Any = None,
    at: datetime | None = None,
    locked: Stream | None = None,
) -> Entry:
    """Records one thing that happened in a stream; call it inside the action's transaction. `locked`: as `record_all` takes it.

    Takes the stream (or its id), a declared kind, the person it was done by (or their id), data with exactly the kind's keys,
    and personal content to be sealed. Gives the entry. Raises ValueError for an undeclared kind or other keys.
    """
    by_id = getattr(by, "pk", by)
    stream_id = stream if isinstance(stream, int) else stream.pk
    return record_all(stream_id, [PendingEntry(kind, by_id, data or {}, at, sealed, about=about)], locked)[0]


def record_all(stream_id: int, happenings: Sequence[PendingEntry], locked: Stream | None = None) -> list[Entry]:
    """Records several things in one stream, in order, under its row's lock. `locked` spares a query when the caller holds it."""
    return record_in([(locked or Stream.locked(stream_id), happenings)])


def record_in(
    streams: Sequence[tuple[Stream, Sequence[PendingEntry]]], keys: Sequence[int] | None = None, *,
    with_entries: Callable[[], None] | None = None,
) -> list[Entry]:  # fmt: skip
    """Records several things in several streams, each in order; the caller holds the locks of all. Gives the entries.

    Takes the streams, what happened in each, the entries' primary keys if they were asked for before, and what stores the rest in the
    same statement (`as_one` says what can be), before anything reacts.
    """
    assert database().in_atomic_block, "an entry is recorded in the transaction of what it records"
    count = sum(len(happenings) for _stream, happenings in streams)
    # Asked for by itself where nobody asked before: what follows is one statement.
    chained = _Chained(keys or next_keys(Entry, count)) if count else _Chained(())
    for stream, happenings in streams:
        chained.add(stream, happenings)
    with in_one_go(), as_one():
        if with_entries is not None:
            with_entries()
        inserter(Entry, _COLUMNS)(chained.rows)
        update_rows(Stream, ("seq", "head"), [(stream.seq, stream.head, stream.pk) for stream, _happenings in streams])
    if chained.sealed:
        Sealed.objects.bulk_create(chained.sealed)
    _answer(chained.entries)
    transaction.on_commit(lambda: tell_all(chained.told))
    return chained.entries


class _Chained:
    """Entries about to be stored, each linked to the one before it in its stream: as they are handed on, and as rows of plain values."""

    def __init__(self, keys: Sequence[int]) -> None:
        self.keys, self.now = iter(keys), timezone.now()
        self.at, self.moment, self.micros = self.now, as_stored(self.now), chain.microseconds(self.now)
        self.entries: list[Entry] = []
        self.rows: list[tuple[Any, ...]] = []
        self.sealed: list[Sealed] = []
        self.told: list[tuple[int, list[tuple[Entry, Any]]]] = []

    def add(self, stream: Stream, happenings: Sequence[PendingEntry]) -> None:
        """Adds what happened in a stream, which is moved on. Raises ValueError for an undeclared kind or other keys."""
        told: list[tuple[Entry, Any]] = []
        declared, seq, head = None, stream.seq, stream.head
        for happening in happenings:
            kind, by, data, digest = happening.kind, happening.by, happening.data, happening.sealed_digest
            if declared is None or declared.name != kind:
                declared = EVENT_TYPES.get(kind)
            if declared is None or declared.fields.keys() != data.keys():
                raise ValueError(f"entry {kind} with {sorted(data)} is not as declared")
            at = happening.at or self.now
            if at is not self.at:  # those of a batch are mostly of one moment
                self.at, self.moment, self.micros = at, as_stored(at), chain.microseconds(at)
            salt = ""
            if happening.sealed is not None:
                salt = chain.new_salt()
                digest = chain.digest(salt, happening.sealed)
            pk = next(self.keys)
            seq += 1
            head = chain.link_spelled(head, seq, kind, self.micros, by, chain.canonical(data), digest)
            # Both by position, in the order of the model's fields: this runs for every word that is posted.
            self.rows.append((pk, stream.id, seq, kind, self.moment, by, as_document(data), digest, head))
            entry = made(Entry, (pk, stream.id, seq, kind, at, by, data, digest, head))
            entry._state.adding, entry._state.db, entry.about = False, DEFAULT_DB_ALIAS, happening.about
            self.entries.append(entry)
            told.append((entry, happening.about))
            if salt:
                self.sealed.append(Sealed(entry=entry, salt=salt, body=happening.sealed))
        stream.seq, stream.head = seq, head
        self.told.append((stream.id, told))


def _answer(entries: Sequence[Entry]) -> None:
    """Lets those react who asked for it, in the transaction that records."""
    together: dict[str, list[Callable[[Sequence[Entry]], None]]] = {}
    many: dict[Callable[[Sequence[Entry]], None], list[Entry]] = {}
    for entry in entries:
        kind = entry.kind
        for react in _reactions.get(kind, ()):
            react(entry)
        if kind not in together:
            together[kind] = [function for declared, function in _together if declared(EVENT_TYPES[kind])]
        for function in together[kind]:
            many.setdefault(function, []).append(entry)
    for react_together, of_kinds in many.items():
        react_together(of_kinds)


def tell_all(told: Sequence[tuple[int, Sequence[tuple[Entry, Any]]]]) -> None:
    """Tells this process's followers what was committed in several streams. Call it after the commit."""
    for prepare in preparers:
        try:
            prepare(told)
        except Exception:
            log.exception("what was committed could not be made ready to be told")
    for stream_id, of_stream in told:
        tell(stream_id, of_stream)


def tell(stream_id: int, told: Sequence[tuple[Entry, Any]]) -> None:
    """Tells this process's followers what was committed. A follower that fails is logged: what is committed stays committed."""
    for follow in (*(declared.follow for declared in JOURNAL_FOLLOWERS), *followers):
        try:
            follow(stream_id, told)
        except Exception:
            log.exception("a follower of the journal failed")
