"""Who closes the page while it is being made is worked for no longer."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from huiyin.journal.client_gone import ClientGone, has_gone, while_wanted
from huiyin.live.bridge import Bridge

SCOPE = {
    "type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "headers": [], "http_version": "1.1",
    "scheme": "http", "server": ("127.0.0.1", 80), "client": ("127.0.0.1", 1), "root_path": "", "asgi": {"version": "3.0"},
}  # fmt: skip


def asked(app: Callable[..., Iterable[bytes]], leaves: bool) -> list[dict[str, Any]]:
    """What is sent to somebody who stays, or who leaves as soon as anybody looks."""
    sent: list[dict[str, Any]] = []

    async def run() -> None:
        stays = asyncio.Event()
        said = [{"type": "http.request", "body": b"", "more_body": False}, *([{"type": "http.disconnect"}] if leaves else [])]

        async def receive() -> dict[str, Any]:
            if not said:
                await stays.wait()
            return said.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await asyncio.wait_for(Bridge(app, 1, None)(dict(SCOPE), receive, send), 20)  # type: ignore[arg-type]

    asyncio.run(run())
    return sent


def test_work_for_somebody_who_has_gone_ends() -> None:
    ended = threading.Event()

    def app(_environ: dict[str, Any], _start: Any) -> Iterable[bytes]:
        for _row in while_wanted(iter(int, 1)):  # without end
            pass
        return []

    def watched(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        try:
            return app(environ, start)
        except ClientGone:
            ended.set()
            raise

    assert asked(watched, leaves=True)[0]["status"] == 499
    assert ended.is_set()


def test_work_for_somebody_who_stays_is_done() -> None:
    def app(_environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        rows = len(list(while_wanted(range(2_000))))
        start("200 OK", [("Content-Type", "text/plain")])
        return BytesIO(str(rows).encode())

    head, body = asked(app, leaves=False)
    assert (head["status"], body["body"]) == (200, b"2000")
    assert has_gone.get()() is False  # nothing of it is left behind
