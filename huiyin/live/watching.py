"""What open pages look at beside conversations: a hint says that it may have moved, the database says whether, rights are asked then.

A page names its topics ("moment:12,square") as it opens the connection. It is told how each stands, and again whenever that changes.
Where it moved in another process whose hint was lost, or without any entry (a like, a view), the look once a second finds it.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any
from urllib.parse import parse_qs

from django.db import DatabaseError

from huiyin.core.live_topics import LIVE_TOPICS, Topic
from huiyin.db.availability import note
from huiyin.live.connections import Connection
from huiyin.live.frames import event
from huiyin.worktime.bounds import whole_in

log = logging.getLogger(__name__)
WATCHED_LIMIT = 60  # topics of one connection: a page of the square with its listings, in two tabs
LOOK_SECONDS = 1.0
IDS_TOGETHER = 500
Key = tuple[str, int]


def topics_in(query: bytes) -> list[Key]:
    """Reads "watch=moment:12,square" in an address. Gives (name, id), at most WATCHED_LIMIT; what is no topic is left out."""
    if b"watch=" not in query:
        return []
    found: dict[Key, None] = {}
    for part in parse_qs(query[:4000].decode("latin-1"), max_num_fields=10).get("watch", [""])[0].split(","):
        name, _, number = part.partition(":")
        which = whole_in(number, 15) if number else 0
        if name in LIVE_TOPICS and which is not None:
            found[name, which] = None
    return list(found)[:WATCHED_LIMIT]


class Watching:
    """One for each process; everything but `hint` runs in the event loop."""

    def __init__(self, run: Callable[..., Any]) -> None:
        """Takes `run(function, *args)`, which awaits a blocking function in a reading thread."""
        self.run = run
        self.watchers: dict[Key, set[Connection]] = {}
        self.of_reader: dict[Connection, set[Key]] = {}
        self.states: dict[Key, Hashable] = {}  # as they were told last
        self.looked: dict[str, float] = {}
        self.soon = asyncio.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    def hint(self, stream_id: int, told: Iterable[tuple[Any, Any]]) -> None:
        """Called after commit, in the committing thread, with entries: something that somebody looks at may have moved."""
        if self.loop is not None and self.watchers and _concerns(entry.kind for entry, _about in told):
            self.loop.call_soon_threadsafe(self.soon.set)

    def heard(self, kinds: Iterable[str]) -> None:
        """Called in the loop with the kinds of entries that another process told of."""
        if self.watchers and _concerns(kinds):
            self.soon.set()

    async def begin(self, reader: Connection, topics: Sequence[Key], scopes: frozenset[str] | None) -> None:
        """Lets a connection hear of topics, as far as its person may, and tells it how each stands. `scopes`: of a program's token."""
        for name, ids in _by_name(topics).items():
            topic = LIVE_TOPICS[name]
            if scopes is not None and topic.scope not in scopes:
                continue
            for pk in ids:  # first: what moves while it is read is told to who stands here
                self.watchers.setdefault((name, pk), set()).add(reader)
                self.of_reader.setdefault(reader, set()).add((name, pk))
            try:
                states = await self.run(topic.states, ids)
                for pk in states:
                    self.states.setdefault((name, pk), states[pk])
                await self._tell(topic, list(states), {reader})
            except DatabaseError as error:
                note(log, "what a page looks at could not be read, it is looked at again", error)
            for pk in ids:
                if (name, pk) not in self.states:
                    self._drop(reader, (name, pk))  # there is no such thing

    def end(self, reader: Connection) -> None:
        """Forgets a connection."""
        for key in list(self.of_reader.get(reader, ())):
            self._drop(reader, key)

    def _drop(self, reader: Connection, key: Key) -> None:
        of_reader = self.of_reader.get(reader, set())
        of_reader.discard(key)
        if not of_reader:
            self.of_reader.pop(reader, None)
        readers = self.watchers.get(key, set())
        readers.discard(reader)
        if not readers:
            self.watchers.pop(key, None)
            self.states.pop(key, None)

    async def look(self) -> None:
        """For the life of the process: looks when a hint came, else once a second."""
        self.loop = asyncio.get_running_loop()
        while True:
            try:
                await asyncio.wait_for(self.soon.wait(), LOOK_SECONDS)
                await asyncio.sleep(0.1)  # what is committed together is told together
            except TimeoutError:
                pass
            self.soon.clear()
            try:
                await self.look_once()
            except DatabaseError as error:
                note(log, "what pages look at could not be read, trying again", error)
            except Exception:
                log.exception("what pages look at could not be read; trying again")

    async def look_once(self) -> None:
        """Reads how everything stands that somebody looks at, and tells what moved."""
        for name, ids in _by_name(list(self.watchers)).items():
            topic, now = LIVE_TOPICS[name], time.monotonic()
            if now - self.looked.get(name, -topic.seconds) < topic.seconds:
                continue
            self.looked[name] = now
            for place in range(0, len(ids), IDS_TOGETHER):
                some = ids[place : place + IDS_TOGETHER]
                await self._tell(topic, self._moved(name, await self.run(topic.states, some)))

    def _moved(self, name: str, states: Any) -> list[int]:
        moved = []
        for pk, state in states.items():
            key = (name, pk)
            if key in self.watchers and self.states.get(key) != state:
                self.states[key] = state
                moved.append(pk)
        return moved

    async def _tell(self, topic: Topic, ids: Sequence[int], only: set[Connection] | None = None) -> None:
        """Tells those who look at these and may hear of them now. `only`: these connections alone."""
        listening = {pk: [r for r in self.watchers.get((topic.name, pk), ()) if only is None or r in only] for pk in ids}
        languages = {reader.language for readers in listening.values() for reader in readers}
        if not languages:
            return
        shown = {language: await self.run(topic.present, ids, language) for language in languages} if topic.present else {}
        people = {pk: {reader.person for reader in readers} for pk, readers in listening.items()}
        # Last: between this answer and the writing nothing is waited for.
        may = people if topic.hearers is None else await self.run(topic.hearers, people)
        frames: dict[tuple[str, int], bytes] = {}
        for pk, readers in listening.items():
            for reader in readers:
                if reader.person not in may.get(pk, ()):
                    self._drop(reader, (topic.name, pk))
                elif reader.ready and (topic.name, pk) in self.of_reader.get(reader, ()):
                    frame = frames.get((reader.language, pk))
                    if frame is None:
                        told = {"t": f"{topic.name}:{pk}" if pk else topic.name, **shown.get(reader.language, {}).get(pk, {})}
                        frame = frames[reader.language, pk] = event("watch", told)
                    reader.write(frame)


def _concerns(kinds: Iterable[str]) -> bool:
    return any(kind.startswith(topic.kinds) for kind in kinds for topic in LIVE_TOPICS)


def _by_name(keys: Iterable[Key]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for name, pk in keys:
        found.setdefault(name, []).append(pk)
    return found
