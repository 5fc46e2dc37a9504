"""The application that uvicorn runs: the lean path first, Django (in a pool of threads) for everything else."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from a2wsgi import WSGIMiddleware
from django.core.wsgi import get_wsgi_application

from huiyin.journal import recording
from huiyin.journal.models import Entry
from huiyin.live import presenting  # noqa: F401  (presenters register on import)
from huiyin.live.cards import Cards
from huiyin.live.clockwork import Clockwork
from huiyin.live.hub import Hub
from huiyin.live.lean import Lean
from huiyin.live.receipts import Receipts
from huiyin.live.sessions import Sessions
from huiyin.live.writer import Writer

DJANGO_THREADS = 8
READING_THREADS = 2


class Server:
    """One process's worth of Huiyin as an ASGI application."""

    def __init__(self) -> None:
        # Threads that live as long as the process keep their database connections: a connection for each request costs more
        # than most pages do, and on SQLite closing the last one writes the log back (measured).
        self.readers = ThreadPoolExecutor(READING_THREADS, "huiyin-read")
        self.hub = Hub(self.run)
        self.receipts = Receipts(self.hub, self.run)
        self.writer = Writer(self.receipts.moved_in)
        self.sessions = Sessions(self.run)
        self.clockwork, self.cards = Clockwork(), Cards()
        self.lean = Lean(self.hub, self.writer, self.sessions, self.run)
        self.django = WSGIMiddleware(get_wsgi_application(), workers=DJANGO_THREADS)  # type: ignore[arg-type]
        self.tasks: list[asyncio.Task[None]] = []

    async def run(self, function: Any, *args: Any) -> Any:
        """Awaits a blocking function in a reading thread."""
        return await asyncio.get_running_loop().run_in_executor(self.readers, function, *args)

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
        self.hub.loop = asyncio.get_running_loop()
        recording.followers += [self.hub.announce, self._forget_sessions, self.cards.follow]
        self.writer.start()
        self.clockwork.start()
        self.tasks = [asyncio.ensure_future(work) for work in (self.hub.beat(), self.hub.look(), self.receipts.tell())]

    async def stop(self) -> None:
        self.hub.close()
        for task in self.tasks:
            task.cancel()
        for follower in (self.hub.announce, self._forget_sessions, self.cards.follow):
            recording.followers.remove(follower)
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(None, self.writer.stop)
        await loop.run_in_executor(None, self.clockwork.stop)
        self.cards.stop()
        self.readers.shutdown(wait=False)

    def _forget_sessions(self, stream_id: int, told: Any) -> None:
        """Called after commit: a session that ended, or a locked person, posts nothing more from this moment."""
        for entry, _about in told:
            if isinstance(entry, Entry) and entry.kind in ("session.ended", "person.locked"):
                self.sessions.forget(entry.data.get("device"), entry.data.get("person"))
