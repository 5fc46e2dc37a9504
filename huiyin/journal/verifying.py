"""Proving that nothing was changed: walks every stream, recomputes every link and every digest that still has its content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from huiyin.journal import chain
from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry, Sealed, Stream


@dataclass(frozen=True)
class Broken:
    """The first entry that is not as it was written: its stream's key, its place there, and what is wrong."""

    stream: str
    seq: int
    why: str


@dataclass(frozen=True)
class Verdict:
    """What a verification came to: how many streams and entries it walked, and the first that is broken (None: nothing is)."""

    streams: int
    entries: int
    erased: int  # entries whose content was erased by rule: their place in the chain still holds
    broken: Broken | None


def verify(progress: Callable[[int, int], None] = lambda done, total: None, batch: int = 2000) -> Verdict:
    """Checks the whole journal. Takes a function told (entries done, entries there). Gives the verdict; stops at the first break."""
    total = Entry.objects.count()
    streams = done = erased = 0
    for stream in Stream.objects.order_by("pk").iterator():
        streams += 1
        previous, seq = chain.START, 0
        for entries in _batches(stream, batch):
            contents = _contents(entries)
            for entry in entries:
                why = _fault(entry, seq + 1, previous, contents)
                if why:
                    return Verdict(streams, done, erased, Broken(stream.key, entry.seq, why))
                erased += bool(entry.sealed_digest) and entry.pk not in contents
                previous, seq = entry.hash, entry.seq
            done += len(entries)
            progress(done, total)
        head = Stream.objects.get(pk=stream.pk)
        if (head.seq, head.head) != (seq, previous) and not Entry.objects.filter(stream=stream, seq__gt=seq).exists():
            return Verdict(streams, done, erased, Broken(stream.key, seq, "the stream's head does not match its last entry"))
    return Verdict(streams, done, erased, None)


def _batches(stream: Stream, size: int) -> Iterator[list[Entry]]:
    rows = Entry.objects.filter(stream=stream).order_by("seq").iterator(chunk_size=size)
    while entries := list(islice(rows, size)):
        yield entries


def _contents(entries: list[Entry]) -> dict[int, tuple[str, object]]:
    """The sealed content that still exists, by entry id."""
    found: dict[int, tuple[str, object]] = {}
    own: dict[str, dict[int, Entry]] = {}
    plain = []
    for entry in entries:
        if entry.sealed_digest:
            kind = EVENT_TYPES.get(entry.kind)
            if kind is not None and kind.content is not None:
                own.setdefault(entry.kind, {})[entry.pk] = entry
            else:
                plain.append(entry.pk)
    for name, wanted in own.items():
        reader = EVENT_TYPES[name].content
        assert reader is not None
        found.update(reader(wanted))
    for sealed in Sealed.objects.filter(entry__in=plain, erased_at=None):
        found[sealed.pk] = (sealed.salt, sealed.body)
    return found


def _fault(entry: Entry, expected: int, previous: str, contents: dict[int, tuple[str, object]]) -> str:
    if entry.seq != expected:
        return f"entry {expected} is missing"
    linked = chain.link(
        previous, seq=entry.seq, kind=entry.kind, at=entry.at, by=entry.by_id, data=entry.data, sealed=entry.sealed_digest
    )
    if linked != entry.hash:
        return "the entry was changed, or the one before it"
    if entry.pk in contents:
        salt, body = contents[entry.pk]
        if chain.digest(salt, body) != entry.sealed_digest:
            return "the content was changed"
    return ""
