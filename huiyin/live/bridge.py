"""Django behind the loop: a thread works on a request only while there is work.

Bodies come in first (bodies.py), and what is given back in pieces (a film, an export) is read piece by piece as the browser takes it:
a reader who stops reading keeps a file open for a minute, never a thread.
"""

from __future__ import annotations

import asyncio
import contextvars
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from typing import IO, Any

from a2wsgi.wsgi import build_environ
from django.db import DatabaseError
from django.utils import translation

from huiyin.core.errors import Refused, as_json
from huiyin.journal import client_gone
from huiyin.live.bodies import Bodies, Busy, Gone, Receive, Sender
from huiyin.live.fair_queue import LOOKED_AT, SENT, FairQueue
from huiyin.live.sessions import Sessions
from huiyin.people.devices import neighbourhood

log = logging.getLogger(__name__)
STALLED_SECONDS = 60.0  # a piece that was not taken in this time is not waited for
FILES_OF_ONE_ADDRESS = 256  # being read at once
FILES_AT_ONCE = 1000
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Bridge:
    """Takes a WSGI application, how many threads work on it, and who knows whose request it is."""

    def __init__(self, app: Callable[..., Iterable[bytes]], threads: int, sessions: Sessions) -> None:
        self.app, self.sessions = app, sessions
        self.executor = ThreadPoolExecutor(threads, "huiyin-page")
        self.turns, self.bodies = FairQueue(threads), Bodies()
        self.reading: Counter[str] = Counter()

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        address = neighbourhood((scope.get("client") or ("",))[0])
        try:
            if b"content-length" not in headers and b"transfer-encoding" not in headers:
                await self._answer(scope, BytesIO(), address, receive, send)
                return
            with_files = headers.get(b"content-type", b"").startswith(b"multipart/")
            sender = Sender(address, await self._person(headers, address))
            async with self.bodies.taken_in(sender, receive, with_files) as body:
                await self._answer(scope, body, address, receive, send)
        except Refused as refusal:
            await _refuse(refusal, scope, headers, send)
        except Gone:
            return

    async def _person(self, headers: dict[bytes, bytes], address: str) -> int:
        try:
            who = await self.sessions.who(headers, address)
        except DatabaseError:
            return 0  # what is small enough goes on, and is told that the database is away
        return who.person if who else 0

    async def _answer(self, scope: dict[str, Any], body: IO[bytes], address: str, receive: Receive, send: Send) -> None:
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()
        environ: dict[str, Any] = {**build_environ(scope, body)}  # type: ignore[arg-type]  # any file will do
        asking = _Asking(loop, receive)
        context.run(client_gone.has_gone.set, asking.gone)
        line = LOOKED_AT if scope["method"] in ("GET", "HEAD") else SENT
        try:
            async with self.turns.taken(line):
                head, answer, whole = await loop.run_in_executor(self.executor, lambda: context.run(_call, self.app, environ))
        finally:
            asking.end()
        if whole is not None:
            await send(head)
            await send({"type": "http.response.body", "body": whole})
            if later := getattr(answer, "afterwards", ()):
                await loop.run_in_executor(self.executor, lambda: context.run(_after, later))
            return
        try:
            if self.reading.total() >= FILES_AT_ONCE or self.reading[address] >= FILES_OF_ONE_ADDRESS:
                raise Busy
            self.reading[address] += 1
            try:
                await self._in_pieces(head, iter(answer), context, send)
            finally:
                self.reading[address] -= 1
                if not self.reading[address]:
                    del self.reading[address]
        finally:
            await loop.run_in_executor(self.executor, lambda: context.run(answer.close))

    async def _in_pieces(self, head: dict[str, Any], pieces: Iterator[bytes], context: contextvars.Context, send: Send) -> None:
        loop = asyncio.get_running_loop()
        await send(head)
        while piece := await loop.run_in_executor(self.executor, lambda: context.run(next, pieces, b"")):
            try:
                await asyncio.wait_for(send({"type": "http.response.body", "body": piece, "more_body": True}), STALLED_SECONDS)
            except TimeoutError:
                return  # the server closes what was begun and not ended
        await send({"type": "http.response.body", "body": b""})


class _Asking:
    """Whoever asked, seen from the thread that works for them: looked after only once the work wants to know whether they are there."""

    def __init__(self, loop: asyncio.AbstractEventLoop, receive: Receive) -> None:
        self.loop, self.receive, self.left = loop, receive, False
        self.watch: Future[None] | None = None

    def gone(self) -> bool:
        """Gives whether the connection has been closed. For the thread."""
        if self.watch is None:
            self.watch = asyncio.run_coroutine_threadsafe(self._see_off(), self.loop)
        return self.left

    async def _see_off(self) -> None:
        while (await self.receive())["type"] != "http.disconnect":
            pass
        self.left = True

    def end(self) -> None:
        if self.watch is not None:
            self.watch.cancel()


def _call(app: Callable[..., Any], environ: dict[str, Any]) -> tuple[dict[str, Any], Any, bytes | None]:
    """Runs in a thread. Gives the head of the answer, the answer, and its whole body unless it comes in pieces."""
    head: dict[str, Any] = {"type": "http.response.start"}

    def start(status: str, headers: list[tuple[str, str]], *_rest: Any) -> None:
        head["status"] = int(status.split(" ", 1)[0])
        head["headers"] = [(name.strip().encode("latin-1").lower(), value.strip().encode("latin-1")) for name, value in headers]

    answer = app(environ, start)
    if getattr(answer, "streaming", False):
        return head, answer, None
    try:
        return head, answer, b"".join(answer)
    finally:
        answer.close()


def _after(later: Iterable[Callable[[], object]]) -> None:
    """Does what a page left to be done when it has been sent. What fails is logged: nobody waits for it any more."""
    for call in later:
        try:
            call()
        except Exception:
            log.exception("what a page left to be done was not done")


async def _refuse(refusal: Refused, scope: dict[str, Any], headers: dict[bytes, bytes], send: Send) -> None:
    """In words, in the browser's language: no page of ours is drawn, that would need a thread. To programs in the one shape they read."""
    with translation.override("en" if headers.get(b"accept-language", b"").lower().startswith(b"en") else "zh-hans"):
        told_as_json, words = as_json(refusal), str(refusal.words)
    if b"application/json" in headers.get(b"accept", b"") or scope["path"].startswith("/api/"):
        kind, body = b"application/json", json.dumps(told_as_json, ensure_ascii=False)
    else:
        kind, body = b"text/plain; charset=utf-8", words + "\n"
    told = [(b"content-type", kind), (b"content-length", str(len(body.encode())).encode()), (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff")]  # fmt: skip
    if wait := refusal.facts.get("wait_seconds"):
        told.append((b"retry-after", str(wait).encode()))
    await send({"type": "http.response.start", "status": refusal.status, "headers": told})
    await send({"type": "http.response.body", "body": body.encode()})
