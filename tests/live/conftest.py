"""A real server in this process: uvicorn in a thread, on the test's own database."""

from __future__ import annotations

import asyncio
import json
import queue
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from django.conf import settings
from django.db import connections

from huiyin.live.server import Server
from huiyin.live.serving import configuration
from tests.factories import a_session

PATIENCE = 10.0  # seconds until a test says that nothing came; nothing waits this long when all is well


class Running:
    """A started server; `stop()` and a new one on the same database is a restart."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.server = Server()
        self.uvicorn = uvicorn.Server(configuration(self.server, "127.0.0.1", self.port))
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        while not self.uvicorn.started:
            assert self.thread.is_alive(), "the server did not start"
            self.thread.join(0.01)

    def _run(self) -> None:
        asyncio.run(self.uvicorn.serve())

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        if self.thread.is_alive():
            loop = self.server.hub.loop
            assert loop is not None
            loop.call_soon_threadsafe(self.server.hub.close)
            self.uvicorn.should_exit = True
            self.thread.join(PATIENCE)
            assert not self.thread.is_alive(), "the server did not stop"


class Listener:
    """A browser's live connection: `next()` gives the next event that is not a heartbeat."""

    def __init__(self, url: str, session: str, cursors: str = "", watch: str = "", token: str = "") -> None:
        self.events: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self.cursors: dict[str, str] = {}
        self.last_id = cursors  # what a browser's own EventSource keeps
        headers = {"authorization": f"Bearer {token}"} if token else {"cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}
        if cursors:
            headers["last-event-id"] = cursors
        self.client = httpx.Client(timeout=httpx.Timeout(PATIENCE, read=60))
        asked = self.client.build_request("GET", f"{url}/live", params={"watch": watch} if watch else {}, headers=headers)
        self.response = self.client.send(asked, stream=True)
        self.status = self.response.status_code
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()
        if self.status == 200:
            assert self._take()["event"] == "at", "a connection begins with what it missed, then its cursors"

    def _read(self) -> None:
        event: dict[str, Any] = {}
        try:
            for line in self.response.iter_lines():
                if not line and event.get("data"):
                    self.events.put(event)
                    event = {}
                name, _, value = line.partition(": ")
                if name in ("id", "event", "data"):
                    event[name] = value
        except (httpx.HTTPError, OSError):
            pass
        self.events.put(None)

    def _take(self) -> dict[str, Any]:
        """The next event; those missed come before the first "at" and are kept for next()."""
        missed = []
        while (event := self.events.get(timeout=PATIENCE)) is not None and event["event"] != "at":
            missed.append(event)
        assert event is not None
        self._heard(event)
        self.missed = missed
        return event

    def _heard(self, event: dict[str, Any]) -> None:
        self.last_id = event.get("id", self.last_id)
        for pair in event.get("id", "").split(","):
            stream, _, seq = pair.partition(":")
            if seq:
                self.cursors[stream] = seq

    def next(self) -> dict[str, Any] | None:
        """Gives the next event as {"event", "id", "data": parsed}, or None where the connection ended."""
        while True:
            event = self.missed.pop(0) if self.missed else self.events.get(timeout=PATIENCE)
            if event is None:
                return None
            self._heard(event)
            if event["event"] != "at":
                return {**event, "data": json.loads(event["data"])}

    def next_of(self, kind: str) -> dict[str, Any] | None:
        """Gives the next event of this kind, passing over others."""
        while (event := self.next()) is not None and event["event"] != kind:
            pass
        return event

    @property
    def vector(self) -> str:
        return ",".join(f"{s}:{q}" for s, q in self.cursors.items())

    def close(self) -> None:
        """Hangs up; the socket first: the reading thread is in the middle of it."""
        stream = self.response.extensions.get("network_stream")
        raw = stream.get_extra_info("socket") if stream is not None else None
        if raw is not None:
            try:
                raw.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
        self.thread.join(PATIENCE)
        self.client.close()


class Phone:
    """One person's browser."""

    def __init__(self, url: str, person: Any) -> None:
        self.url, self.session = url, a_session(person)
        self.http = httpx.Client(
            base_url=url, cookies={settings.SESSION_COOKIE_NAME: self.session}, timeout=PATIENCE, headers={"accept": "application/json"}
        )
        self.listeners: list[Listener] = []

    def listen(self, cursors: str = "", watch: str = "", token: str = "") -> Listener:
        self.listeners.append(Listener(self.url, self.session, cursors, watch, token))
        return self.listeners[-1]

    def say(self, group: Any, text: str, key: str = "", **more: Any) -> httpx.Response:
        body = {"text": text, "key": key or f"key-{text[:20]}-{id(self)}"[:40], **more}
        return self.http.post(f"/groups/{group.pk}/messages", json=body)


@pytest.fixture
def running(transactional_db: None) -> Iterator[Callable[[], Running]]:
    """``running()`` starts a server; all started are stopped at the end."""
    started: list[Running] = []

    def start() -> Running:
        started.append(Running())
        return started[-1]

    yield start
    for server in started:
        server.stop()
    connections.close_all()


@pytest.fixture
def phone(running: Callable[[], Running]) -> Iterator[Callable[..., Phone]]:
    """``phone(person)``: a signed-in browser at a server that is started for the test."""
    server: list[Running] = []
    phones: list[Phone] = []

    def phone(person: Any, at: Running | None = None) -> Phone:
        if at is None:
            if not server:
                server.append(running())
            at = server[0]
        phones.append(Phone(at.url, person))
        return phones[-1]

    yield phone
    for each in phones:
        for listener in each.listeners:
            listener.close()
        each.http.close()
