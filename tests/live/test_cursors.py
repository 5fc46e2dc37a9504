"""The hub against every order of things: announcements late, doubled, in the other order or never made; readers that come and go."""

from __future__ import annotations

import asyncio
import re
from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from huiyin.live import hub as hub_module
from huiyin.live import replay
from huiyin.live.hub import Hub
from huiyin.live.replay import resume
from huiyin.live.subscriptions import CURSORS_LIMIT, parse_cursors

STREAMS = (1, 2)


class Journal:
    """What is committed: for each stream, how many entries."""

    def __init__(self) -> None:
        self.heads = dict.fromkeys(STREAMS, 0)

    def frames_since(self, stream: int, seq: int) -> list[Any]:
        return [a_frame(stream, n) for n in range(seq + 1, self.heads[stream] + 1)]

    def frames_between(self, ranges: Any) -> list[Any]:
        return [a_frame(stream, n) for stream, (heard, last) in ranges.items() for n in range(heard + 1, last + 1)]

    def stood_at(self, stream: int, seq: int, others: Any) -> dict[int, tuple[int, int]]:
        raise AssertionError("these come with all their cursors")

    def subscriptions_of(self, person: int) -> tuple[int, dict[int, int]]:
        return 0, dict(self.heads)

    def rights_of(self, devices: Any) -> dict[int, dict[int, int]]:
        return {device: dict(self.heads) for device in devices}


def a_frame(stream: int, seq: int) -> Any:
    entry = SimpleNamespace(kind="message.posted", stream_id=stream, data={})
    return SimpleNamespace(stream=stream, seq=seq, entry=entry, wire=lambda language: b"%d:%d\n" % (stream, seq))


class FakeReader:
    """A browser: what it was given, and the cursors it would come back with."""

    def __init__(self, cursors: dict[int, int]) -> None:
        self.person, self.home, self.device, self.language = 1, 0, 1, "en"
        self.changes, self.farewell = 0, ""
        self.streams: set[int] = set()
        self.heard: dict[int, int] = {}
        self.ready = self.closed = False
        self.got: list[tuple[int, int]] = []
        self.began = dict(cursors)

    async def room(self) -> None:
        await asyncio.sleep(0)  # meanwhile other things happen

    def write(self, piece: bytes) -> None:
        """Takes what one commit stored, joined or not; what is no entry (cursors, farewells) looks otherwise."""
        self.got += [(int(s), int(q)) for s, q in re.findall(rb"^(\d+):(\d+)$", piece, re.MULTILINE)]


steps = st.lists(
    st.one_of(
        st.tuples(st.just("commit"), st.sampled_from(STREAMS), st.sampled_from(["told", "never told", "told twice", "told late"])),
        st.tuples(st.just("join"), st.integers(0, 6), st.integers(0, 6)),
        st.tuples(st.just("part"), st.integers(0, 5)),
        st.tuples(st.just("look")),
        st.tuples(st.just("breathe")),
    ),
    max_size=40,
)


@given(steps)
def test_every_reader_hears_each_entry_once_and_in_order(script):
    asyncio.run(_play(script))


async def _play(script: list[tuple[Any, ...]]) -> None:
    journal, late = Journal(), []

    async def run(function: Any, *args: Any) -> Any:
        await asyncio.sleep(0)  # a thread takes its time: other things happen meanwhile
        answer = function(*args)
        await asyncio.sleep(0)
        return answer

    hub = Hub(run)
    hub.loop = asyncio.get_running_loop()
    names = {
        "frames_since": hub_module,
        "subscriptions_of": hub_module,
        "rights_of": hub_module,
        "frames_between": replay,
        "stood_at": replay,
    }
    saved = {name: getattr(module, name) for name, module in names.items()}
    for name, module in names.items():
        setattr(module, name, getattr(journal, name))
    readers: list[FakeReader] = []
    joining: list[asyncio.Task[None]] = []
    try:
        for step in script:
            if step[0] == "commit":
                _, stream, how = step
                journal.heads[stream] += 1
                frame = a_frame(stream, journal.heads[stream])
                if how == "told late":
                    late.append((stream, frame))
                for _ in range({"told": 1, "told twice": 2}.get(how, 0)):
                    hub.arrived(stream, [frame])
            elif step[0] == "join":
                cursors = {stream: min(seq, journal.heads[stream]) for stream, seq in zip(STREAMS, step[1:], strict=True)}
                readers.append(FakeReader(cursors))
                joining.append(asyncio.ensure_future(_comes(hub, readers[-1], cursors)))
            elif step[0] == "part" and readers:
                gone = readers[step[1] % len(readers)]
                gone.closed = True
                hub.part(gone)
            elif step[0] == "look":
                for stream in list(hub.heads):
                    if journal.heads[stream] > hub.heads[stream]:
                        hub.catch_up(stream)
            else:
                await asyncio.sleep(0)
        for stream, frame in reversed(late):
            hub.arrived(stream, [frame])
        await asyncio.gather(*joining)
        for stream in list(hub.heads):
            if journal.heads[stream] > hub.heads[stream]:
                hub.catch_up(stream)
        while hub.tasks:
            await asyncio.gather(*hub.tasks)
    finally:
        for name, module in names.items():
            setattr(module, name, saved[name])
    for reader in readers:
        for stream in STREAMS:
            heard = [seq for s, seq in reader.got if s == stream]
            first = reader.began[stream] + 1
            assert heard == list(range(first, first + len(heard))), "in order, none left out, none twice"
            if not reader.closed:
                assert first + len(heard) - 1 == journal.heads[stream], "nothing is still owed"


async def _comes(hub: Hub, reader: Any, cursors: dict[int, int]) -> None:
    hub.expect(reader)
    await hub.admit(reader)
    await resume(hub, reader, cursors)


@given(st.dictionaries(st.integers(0, 10**15), st.integers(0, 10**15), max_size=60))
def test_cursors_read_back_as_they_were_written(cursors):
    assert parse_cursors(",".join(f"{s}:{q}" for s, q in cursors.items()).encode()) == cursors


@given(st.binary(max_size=300))
def test_no_header_breaks_the_cursors(header):
    parse_cursors(header)


def test_a_header_of_a_million_cursors_is_cut():
    assert len(parse_cursors(b",".join(b"%d:1" % n for n in range(1_000_000)))) <= CURSORS_LIMIT
