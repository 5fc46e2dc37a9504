"""What a connection missed, given in the order of the journal, before anything new.

Some clients keep a cursor for each stream (the long form of Last-Event-ID). A browser's own EventSource keeps the last id alone, which
is of one stream. So what was missed comes in one order over all streams: whoever was given an entry was given all that lie before it,
and from the last id alone it follows what is still missing of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import F, Min, Q

from huiyin.journal.event_types import EVENT_TYPES, Hearing
from huiyin.journal.models import Entry
from huiyin.live.frames import Frame, event, frames_of

if TYPE_CHECKING:
    from huiyin.live.connections import Connection
    from huiyin.live.hub import Hub

GAP_LIMIT = 500  # more missed of a stream than this and the browser is told to load the page anew
TOGETHER = 200  # entries read, drawn and written at once
STREAMS_TOGETHER = 50  # asked about by one statement
#: Commits of two streams may be told in the other order than their entries are numbered, and by another process some time later: so far
#: before an entry's moment it is looked for what its reader may not have been given. What they were given after all comes once more,
#: with its id; in a server of one process, which remembers what it gave (given.py), it does not.
SLACK = timedelta(seconds=10)
Ranges = Mapping[int, tuple[int, int]]  # stream → (the last entry heard, the last entry to give)


async def resume(hub: Hub, reader: Connection, cursors: dict[int, int]) -> None:
    """Gives an admitted connection what it missed, in order, and lets it hear what everybody hears from then on.

    Takes its cursors (stream → last entry heard). Streams without one start now, unless there is one cursor alone, or their group was
    entered meanwhile.
    """
    for stream_id, seq in cursors.items():
        if seq > hub.heads.get(stream_id, seq):
            await hub.read_on(stream_id)  # it has heard, elsewhere, what this process has not yet
        if stream_id in reader.streams:
            reader.heard[stream_id] = min(seq, hub.heads[stream_id])
    if len(cursors) == 1:
        await _from_one_alone(hub, reader, *next(iter(cursors.items())))
    else:
        await _entered_meanwhile(hub, reader, cursors)
    while behind := {s: (reader.heard[s], hub.heads[s]) for s in reader.streams if reader.heard[s] < hub.heads.get(s, 0)}:
        await _give(hub, reader, behind)
    # No await between the last look and this: from here on it hears what everybody hears.
    reader.ready = True
    reader.write(event("at", {}, hub.vector(reader)))


async def _from_one_alone(hub: Hub, reader: Connection, stream_id: int, seq: int) -> None:
    """Sets the other streams back to where they stood when this entry was given."""
    others = reader.streams - {stream_id}
    if seq and others:  # else nothing was heard yet in the one stream that there was
        await _set_back(hub, reader, others, stream_id, seq)


async def _entered_meanwhile(hub: Hub, reader: Connection, cursors: dict[int, int]) -> None:
    """Who came into a group while they were away could have no cursor of it: they hear it from where it stood then."""
    seq, unheard = cursors.get(reader.home), reader.streams - cursors.keys()
    if seq is None or not unheard or seq >= hub.heads.get(reader.home, 0):
        return
    if new := unheard & await hub.run(entered_since, reader.home, seq):
        await _set_back(hub, reader, new, reader.home, seq)


async def _set_back(hub: Hub, reader: Connection, others: set[int], stream_id: int, seq: int) -> None:
    given = hub.delivered.before(stream_id, seq)
    # Of a stream that is not theirs, not even the place of an entry is told: how much is said there is not their business.
    stood = await hub.run(stood_at, stream_id, seq, list(others)) if stream_id in reader.streams else None
    for other in others & reader.streams:
        if stood is None:
            reader.write(event("reset", {"s": other}))
        elif other in stood:
            surely, perhaps = stood[other]
            stood_there = surely if given is None else max(perhaps, min(surely, given.get(other, 0)))
            reader.heard[other] = min(reader.heard[other], stood_there)


async def _give(hub: Hub, reader: Connection, behind: dict[int, tuple[int, int]]) -> None:
    for stream_id, (heard, head) in list(behind.items()):
        if head - heard > GAP_LIMIT:
            reader.write(event("reset", {"s": stream_id}))
            reader.heard[stream_id] = head
            del behind[stream_id]
    if sum(head - heard for heard, head in behind.values()) <= TOGETHER:
        await _write(hub, reader, await hub.run(frames_between, behind))
    else:
        keys = await hub.run(keys_between, behind)
        for place in range(0, len(keys), TOGETHER):
            await _write(hub, reader, await hub.run(frames_of_keys, keys[place : place + TOGETHER]))
    for stream_id, (_heard, head) in behind.items():
        if stream_id in reader.streams:
            reader.heard[stream_id] = max(reader.heard[stream_id], head)


async def _write(hub: Hub, reader: Connection, frames: Iterable[Frame]) -> None:
    for frame in frames:
        await reader.room()  # what was missed may be more than a connection is allowed to have waiting
        # Asked after each wait: who was removed meanwhile is given nothing more.
        if frame.stream in reader.streams and frame.seq > reader.heard[frame.stream]:
            reader.write(frame.wire(reader.language))
            reader.heard[frame.stream] = frame.seq
            hub.delivered.replayed(frame)


def entered_since(home: int, seq: int) -> set[int]:
    """Gives the streams of the groups that a person entered after an entry of their own stream."""
    gains = [one.name for one in EVENT_TYPES if one.hearing is Hearing.GAINED]
    entered = Entry.objects.filter(stream_id=home, seq__gt=seq, kind__in=gains).values_list("data", flat=True)
    return {data["stream"] for data in entered[:GAP_LIMIT]}


def stood_at(stream_id: int, seq: int, others: Sequence[int]) -> dict[int, tuple[int, int]] | None:
    """Gives where other streams stood when an entry was given to whoever listens; None where there is no such entry.

    For each stream in which something happened since: (the last entry that surely lies before it, one before all that perhaps came
    after it). Of each stream at most as many entries are looked at as are ever given.
    """
    entry = Entry.objects.filter(stream_id=stream_id, seq=seq).values_list("pk", "at").first()
    if entry is None:
        return None
    after = Q(pk__gt=entry[0])
    perhaps_after = after | Q(at__gt=entry[1] - SLACK)
    moved = Entry.objects.filter(perhaps_after, stream_id__in=others, seq=F("stream__seq")).values_list("stream_id", flat=True)
    near_the_end = Entry.objects.filter(perhaps_after, stream_id__in=list(moved), seq__gte=F("stream__seq") - GAP_LIMIT)
    firsts = near_the_end.values("stream_id").annotate(surely=Min("seq", filter=after), perhaps=Min("seq"), end=F("stream__seq"))
    return {
        row["stream_id"]: ((row["end"] + 1 if row["surely"] is None else row["surely"]) - 1, row["perhaps"] - 1)
        for row in firsts.order_by()
    }


def frames_since(stream_id: int, seq: int) -> list[Frame]:
    """Gives the frames of a stream after an entry, at most one more than GAP_LIMIT."""
    entries = Entry.objects.filter(stream_id=stream_id, seq__gt=seq).order_by("seq")[: GAP_LIMIT + 1]
    return frames_of([(entry, None) for entry in entries])


def frames_between(ranges: Ranges) -> list[Frame]:
    """Gives the frames of several streams in the order of the journal."""
    entries: list[Entry] = []
    for asked in _some(ranges):
        entries += Entry.objects.filter(asked)
    by_key = {entry.pk: entry for entry in entries}
    return frames_of([(by_key[pk], None) for pk in in_order((e.stream_id, e.seq, e.pk) for e in entries)])


def keys_between(ranges: Ranges) -> list[int]:
    """Gives the entries' keys of several streams in the order of the journal: for more than is read at once."""
    rows: list[tuple[int, int, int]] = []
    for asked in _some(ranges):
        rows += Entry.objects.filter(asked).values_list("stream_id", "seq", "pk")
    return in_order(rows)


def frames_of_keys(keys: Sequence[int]) -> list[Frame]:
    """Gives the frames of these entries, in the same order."""
    found = Entry.objects.in_bulk(list(keys))
    return frames_of([(found[key], None) for key in keys if key in found])


def _some(ranges: Ranges) -> Iterable[Q]:
    streams = list(ranges.items())
    for place in range(0, len(streams), STREAMS_TOGETHER):
        asked = Q()
        for stream_id, (heard, last) in streams[place : place + STREAMS_TOGETHER]:
            asked |= Q(stream_id=stream_id, seq__gt=heard, seq__lte=last)
        yield asked


def in_order(rows: Iterable[tuple[int, int, int]]) -> list[int]:
    """Gives keys in their own order, but never an entry before one that lies before it in its stream. Takes (stream, seq, key)."""
    furthest: dict[int, int] = {}
    placed = []
    for stream_id, seq, key in sorted(rows):
        furthest[stream_id] = max(key, furthest.get(stream_id, 0))
        placed.append((furthest[stream_id], stream_id, seq, key))
    return [key for _place, _stream, _seq, key in sorted(placed)]
