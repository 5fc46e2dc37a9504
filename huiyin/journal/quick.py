"""The journal's part of the quick way for words (groups/actions/quick.py): entries of one kind chained as `recording` chains them, stored
from plain values."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from huiyin.db.bare import inserter
from huiyin.db.bulk import as_stored, made, update_rows
from huiyin.journal import recording
from huiyin.journal.chain import link_spelled, microseconds
from huiyin.journal.models import Entry, Stream

#: Words in JSON as the chain spells them (`chain.canonical`).
spelled: Callable[[str], str] = json.encoder.encode_basestring
_ENTRY = ("id", "stream_id", "seq", "kind", "at", "by_id", "data", "sealed_digest", "hash")


class Not(Exception):
    """What was to go the quick way has to go the ordinary one; nothing was stored."""


class Chained:
    """Entries of one kind and one moment, about to be stored: those of each stream in the order in which they are added."""

    def __init__(self, kind: str, at: datetime) -> None:
        self.kind, self.at, self.moment, self.micros = kind, at, as_stored(at), microseconds(at)
        self.rows: list[tuple[Any, ...]] = []
        self.told: dict[int, list[tuple[Entry, Any]]] = {}
        self.streams: dict[int, Stream] = {}

    def add(self, stream: Stream, pk: int, by: int, data: dict[str, Any], data_spelled: str, digest: str, about: Any) -> None:
        """Takes the stream (which is moved on), the entry's key, who did it, its data, and the same as `chain.canonical` spells it, the
        digest of what is sealed, and what followers are handed."""
        stream.seq += 1
        stream.head = head = link_spelled(stream.head, stream.seq, self.kind, self.micros, by, data_spelled, digest)
        self.rows.append((pk, stream.pk, stream.seq, self.kind, self.moment, by, data_spelled, digest, head))
        entry = made(Entry, (pk, stream.pk, stream.seq, self.kind, self.at, by, data, digest, head))
        entry._state.adding, entry._state.db = False, "default"
        entry.about = about
        self.told.setdefault(stream.pk, []).append((entry, about))
        self.streams[stream.pk] = stream

    def store(self) -> None:
        """Stores the entries and their streams' heads, in the transaction."""
        inserter(Entry, _ENTRY)(self.rows)
        update_rows(Stream, ("seq", "head"), [(s.seq, s.head, s.pk) for s in self.streams.values()])

    def tell(self) -> None:
        """Tells followers, after the commit."""
        recording.tell_all(list(self.told.items()))
