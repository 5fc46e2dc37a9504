"""The application that uvicorn runs: the lean path first, Django (in a pool of threads) for everything else."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import InterfaceError, OperationalError, close_old_connections

from huiyin.db import locks
from huiyin.db.which import one_writer
from huiyin.journal import recording
from huiyin.journal.event_types import Hearing, hearing_of
from huiyin.journal.models import Entry
from huiyin.language import segment
from huiyin.live.bridge import Bridge
from huiyin.live.bus import Bus
from huiyin.live.cards import Cards
from huiyin.live.clockwork import Clockwork
from huiyin.live.fast_path import FastPath
from huiyin.live.frames import Frame, RemoteEntry
from huiyin.live.heartbeat import Heartbeat
from huiyin.live.hub import Hub
from huiyin.live.receipts import Receipts
from huiyin.live.sessions import Sessions
from huiyin.live.watching import Watching
from huiyin.live.writer import Writer
from huiyin.people import attention
from huiyin.people.queries.shown import forget as forget_posts_shown

DJANGO_THREADS = 8
READING_THREADS = 2


class Server:
    """One process's worth of Huiyin as an ASGI application."""

    def __init__(self) -> None:
        # Threads that live as long as the process keep their database connections: a connection for each request costs more
        # than most pages do, and on SQLite closing the last one writes the log back (measured).
        self.readers = ThreadPoolExecutor(READING_THREADS, "huiyin-read")
        self.hub = Hub(self.run)
        self.heartbeat = Heartbeat(self.hub)
        self.watching = Watching(self.run)
        self.receipts = Receipts(self.hub, self.run)
        self.writer = Writer(self.receipts.moved_in)
        self.bus = Bus(settings.BUS, self.heard, self.caught_up) if settings.BUS else None
        self.alone = self.bus is None and one_writer()
        if self.alone:
            self.hub.delivered.remember()
        self.sessions = Sessions(self.run, self._told)
        self.clockwork, self.cards = Clockwork(), Cards()
        self.lean = FastPath(self.hub, self.writer, self.sessions, self.watching, self.run)
        self.django = Bridge(get_wsgi_application(), DJANGO_THREADS, self.sessions)
        self.tasks: list[asyncio.Task[None]] = []

    async def run(self, function: Any, *args: Any) -> Any:
        """Awaits a blocking function, which only reads, in a reading thread."""
        return await asyncio.get_running_loop().run_in_executor(self.readers, _read, function, *args)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            app: Any = self.lean if self.lean.takes(scope) else self.django
            await app(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _lifespan(self, receive: Any, send: Any) -> None:
        await receive()
        self.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self.stop()
        await send({"type": "lifespan.shutdown.complete"})

    def start(self) -> None:
        """Follows the journal and sets threads and background work going; called in the loop that serves."""
        segment.load()  # the dictionary: now, not with the first words that somebody says
        spare_the_collector()
        self.hub.loop, self.hub.bus = asyncio.get_running_loop(), self.bus
        self.hub.on_ending = self._heed
        _say_farewell_first(self.hub)
        recording.preparers.append(self.hub.make_ready)
        recording.followers += [self.hub.announce, self._forget_sessions, self.cards.follow, self.watching.hint]
        attention.followers.append(self.hub.stirred)
        locks.yield_hooks.append(self.writer.let_through)
        self.writer.start()
        self.clockwork.start()
        works = [self.heartbeat.beat(), self.heartbeat.expire(), self.heartbeat.look(), self.receipts.tell(), self.watching.look()]
        works += self.bus.work() if self.bus else ()
        self.tasks = [asyncio.ensure_future(work) for work in works]

    async def stop(self) -> None:
        """Ends all connections and what `start` set going; the writer stores what waits before it ends."""
        self.hub.close()
        for task in self.tasks:
            task.cancel()
        for follower in (self.hub.announce, self._forget_sessions, self.cards.follow, self.watching.hint):
            recording.followers.remove(follower)
        recording.preparers.remove(self.hub.make_ready)
        attention.followers.remove(self.hub.stirred)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self.writer.stop)
        await loop.run_in_executor(None, self.clockwork.stop)
        locks.yield_hooks.remove(self.writer.let_through)
        self.cards.stop()
        self.readers.shutdown(wait=False)
        self.django.executor.shutdown(wait=False)

    def _told(self) -> bool:
        """Whether this process hears at once what others commit: over the bus; or it is the only one, as on SQLite."""
        return self.alone or (self.bus is not None and self.bus.up)

    def _forget_sessions(self, stream_id: int, told: Any) -> None:
        """Called after commit: a session that ended, or a locked person, posts nothing more from this moment."""
        for entry, _about in told:
            self._heed(entry)

    def _heed(self, entry: Entry | RemoteEntry) -> None:
        if hearing_of(entry.kind) is Hearing.SIGNED_OUT:
            token = entry.data.get("token")
            self.sessions.forget(-token if token else entry.data.get("device"), entry.data.get("person"))

    def heard(self, frames: list[Frame], moved: list[int], stirred: list[int]) -> None:
        """Called in the loop with what another process told."""
        self.watching.heard([frame.entry.kind for frame in frames])
        for frame in frames:
            self._heed(frame.entry)
            if frame.entry.kind.startswith(("post.", "unit.")):
                forget_posts_shown()
        if frames and frames[0].stream in self.hub.listening:
            self.hub.arrived(frames[0].stream, frames)
        self.receipts.elsewhere.update(moved)
        self.hub.tell_people(stirred)

    def caught_up(self) -> None:
        """Called in the loop when the bus is there again: what was not heard meanwhile is looked up."""
        self.sessions.forget_all()
        forget_posts_shown()
        self.hub.start(self.heartbeat.look_once())


def _read(function: Any, *args: Any) -> Any:
    """Calls a function that only reads; once more on a new connection where the database had gone away in between."""
    try:
        return function(*args)
    except (OperationalError, InterfaceError):
        close_old_connections()
        return function(*args)


def spare_the_collector() -> None:
    """What was loaded at start stays for good and need not be looked through again; and threads hand over sooner than after 5 ms,
    or an answer would wait so long for the writer each time (measured: a fifth of the time of posting)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    sys.setswitchinterval(0.001)


def _say_farewell_first(hub: Hub) -> None:
    """Lets live connections go as soon as the server is told to stop: otherwise they would hold the shutdown up to its limit."""
    if threading.current_thread() is not threading.main_thread():
        return  # only the main thread may take signals; whoever runs the server in another ends it by themselves
    for sign in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(sign)

        def farewell(number: int, frame: FrameType | None, before: Any = before) -> None:
            if hub.loop is not None:
                hub.loop.call_soon_threadsafe(hub.close)
            if callable(before):
                before(number, frame)

        signal.signal(sign, farewell)
