"""The bus between processes: what one of them committed, the others write to their connections without asking the database.

What it carries are hints; the journal is the truth. A hint that is lost costs a second: every hub looks into the journal by its
cursors (hub.py), so a bus that stops and comes back is an inconvenience and never a loss. Valkey or Redis, by publish and
subscribe; nothing is kept there.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

import redis.asyncio
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from huiyin.live.frames import LANGUAGES, Frame, RemoteEntry

log = logging.getLogger(__name__)
CHANNEL = "huiyin:live"
BEAT_SECONDS = 1.0
SILENT_SECONDS = 3.0  # nothing heard for so long, not even of oneself: the bus is down
WAITING_LIMIT = 20_000
TOGETHER = 200  # hints sent in one go
Heard = Callable[[list[Frame], list[int], list[int]], None]


class Bus:
    """One for each process; everything runs in the event loop."""

    def __init__(self, address: str, heard: Heard, came_back: Callable[[], None]) -> None:
        """Takes an address (redis://…); what to call with frames, groups whose cursors moved and people for whom something waits,
        told by another process; and what to call when the bus is there (again): hints may have been missed until then."""
        self.address, self.heard, self.came_back = address, heard, came_back
        self.name = secrets.token_hex(6).encode()
        self.waiting: deque[bytes] = deque(maxlen=WAITING_LIMIT)  # beyond it the oldest hints go: the journal has them
        self.something = asyncio.Event()
        self.last_heard = 0.0
        self.was_up = False

    @property
    def up(self) -> bool:
        """Whether this process heard itself just now: then it also hears the others, and they it."""
        return time.monotonic() - self.last_heard < SILENT_SECONDS

    def tell(self, frames: Sequence[Frame]) -> None:
        """Tells the other processes of entries of one stream. Takes their frames, in order."""
        if frames and self.up:
            self._put(encode(self.name, frames, ()))

    def moved(self, groups: Sequence[int]) -> None:
        """Tells the other processes in which groups cursors moved."""
        if self.up:
            self._put(encode(self.name, (), groups))

    def stirred(self, people: Sequence[int]) -> None:
        """Tells the other processes for whom something waits."""
        if self.up:
            self._put(encode(self.name, (), (), people))

    def _put(self, hint: bytes) -> None:
        self.waiting.append(hint)
        self.something.set()

    def work(self) -> list[Any]:
        """Gives the coroutines that run for the life of the process."""
        return [self._forever(self._listen), self._forever(self._send), self._beat(), self._watch()]

    async def _forever(self, work: Callable[[redis.asyncio.Redis], Any]) -> None:
        pause = 0.1
        while True:
            # Reconnecting is this loop's own business, so that it is known here when hints may have been missed.
            client = redis.asyncio.Redis.from_url(
                self.address, socket_timeout=SILENT_SECONDS, socket_connect_timeout=SILENT_SECONDS,
                retry=redis.asyncio.retry.Retry(NoBackoff(), 0),
            )  # fmt: skip
            try:
                await work(client)
                pause = 0.1
            except (RedisError, OSError, TimeoutError):
                pause = min(2.0, pause * 2)
            except Exception:
                log.exception("the bus stumbled; it goes on")
            finally:
                try:
                    await client.aclose()
                except (RedisError, OSError):
                    pass
            await asyncio.sleep(pause)

    async def _listen(self, client: redis.asyncio.Redis) -> None:
        async with client.pubsub(ignore_subscribe_messages=True) as channel:
            await channel.subscribe(CHANNEL)
            connected = time.monotonic()
            while True:
                message = await channel.get_message(timeout=BEAT_SECONDS)
                if message is not None:
                    self._take(message["data"])
                elif time.monotonic() - max(connected, self.last_heard) > SILENT_SECONDS:
                    return  # connected, yet deaf: begin anew

    async def _send(self, client: redis.asyncio.Redis) -> None:
        await client.ping()
        while True:
            await self.something.wait()
            self.something.clear()
            while self.waiting:
                together = client.pipeline(transaction=False)
                for _ in range(min(TOGETHER, len(self.waiting))):
                    together.publish(CHANNEL, self.waiting.popleft())
                await together.execute()

    async def _beat(self) -> None:
        while True:
            self._put(self.name)
            await asyncio.sleep(BEAT_SECONDS)

    async def _watch(self) -> None:
        """Says when the bus comes and goes, once each time."""
        while True:
            if self.up != self.was_up:
                self.was_up = self.up
                if self.up:
                    log.info("the bus is there: what one process stores, all tell at once")
                    self.came_back()
                else:
                    self.waiting.clear()
                    log.warning("the bus does not answer: what another process stored arrives within a second, from the journal")
            await asyncio.sleep(BEAT_SECONDS / 4)

    def _take(self, hint: bytes) -> None:
        if hint.startswith(self.name):
            self.last_heard = time.monotonic()
            return
        try:
            frames, groups, people = decode(hint)
        except (ValueError, KeyError, TypeError):
            if b"\n" in hint:
                log.warning("a hint on the bus could not be read: does another version run beside this one?")
            return
        self.heard(frames, groups, people)


def encode(name: bytes, frames: Sequence[Frame], groups: Sequence[int], people: Sequence[int] = ()) -> bytes:
    """Gives a hint: the sender's name, a line of JSON, then each frame's bytes in each language."""
    wires = [[frame.wire(language) for language in LANGUAGES] for frame in frames]
    told = [
        [frame.stream, frame.seq, frame.entry.kind, frame.entry.data, [len(wire) for wire in lines]]
        for frame, lines in zip(frames, wires, strict=True)
    ]
    head = json.dumps({"told": told, "moved": list(groups), "stirred": list(people)}, ensure_ascii=False, separators=(",", ":")).encode()
    return b"".join((name, b"\n", head, b"\n", *(wire for lines in wires for wire in lines)))


def decode(hint: bytes) -> tuple[list[Frame], list[int], list[int]]:
    """Gives (frames, groups whose cursors moved, people for whom something waits) of a hint.

    Raises ValueError, KeyError or TypeError where it is none.
    """
    _name, head, body = hint.split(b"\n", 2)
    said = json.loads(head)
    frames, place = [], 0
    for stream, seq, kind, data, sizes in said["told"]:
        wires = {}
        for language, size in zip(LANGUAGES, sizes, strict=True):
            wires[language] = body[place : place + size]
            place += size
        frames.append(Frame.told(RemoteEntry(stream, seq, kind, data), wires))
    return frames, said["moved"], said.get("stirred", [])
