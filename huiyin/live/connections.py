"""One connection to /live."""

from __future__ import annotations

import asyncio
import logging
import math
import os
import socket
from typing import Any

from huiyin.live.frames import event

SLOW_BYTES = 512 * 1024  # unsent; a browser this far behind is let go and resumes by its cursors
QUEUE_FRAMES = 1000
KERNEL_BYTES = 128 * 1024  # Linux doubles it; enough for 2 MB a second to a phone a tenth of a second away
log = logging.getLogger(__name__)


class Connection:
    """A connection: whose it is, what it may hear, and how bytes reach it.

    Frames go straight to uvicorn's transport where there is one (measured 1.4 times faster than `send` for each reader, and
    no task or queue for each); behind any other server they go through a bounded queue.
    """

    __slots__ = (
        "changes", "closed", "device", "farewell", "heard", "home", "language", "person", "queue", "ready", "streams", "transport", "until",
    )  # fmt: skip

    def __init__(self, person: int, device: int, language: str, until: float = math.inf) -> None:
        """Takes also the second of the wall's clock at which the right to listen ends. It is given its way out by `connect`."""
        self.person, self.device, self.language, self.until = person, device, language, until
        self.home = 0  # its person's own stream, as soon as it is known
        self.streams: set[int] = set()
        self.heard: dict[int, int] = {}  # the last entry of each stream it was given, while it is not yet ready
        self.changes = 0  # how often its person came in or out somewhere: what was read before that is too old
        self.ready = self.closed = False
        self.farewell = ""  # why it was ended, where it was
        self.transport: Any = None
        self.queue: asyncio.Queue[bytes | None] | None = None

    def connect(self, send: Any) -> None:
        """Takes the ASGI `send` by which bytes go out; call it after the headers were sent. Who was dismissed meanwhile is told now."""
        self.transport = transport_behind(send)
        if self.transport is not None:
            _bound_kernel(self.transport)
        else:
            self.queue = asyncio.Queue(QUEUE_FRAMES)
        if self.farewell:
            self.closed = False
            self.dismiss(self.farewell)

    def write(self, chunked: bytes) -> None:
        """Takes events as HTTP chunks. Never waits: a reader too slow to follow is let go."""
        if self.closed:
            return
        if self.transport is not None:
            if self.transport.is_closing():
                self.closed = True
            elif self.transport.get_write_buffer_size() > SLOW_BYTES:
                self.closed = True
                self.transport.abort()
            else:
                self.transport.write(chunked)
        elif self.queue is not None:
            try:
                self.queue.put_nowait(unchunk(chunked))
            except asyncio.QueueFull:
                self._end_queue()

    async def room(self) -> None:
        """Waits until what was written before is mostly on its way; whoever takes nothing for half a minute is let go."""
        for _ in range(600):
            if self.closed or self.transport is None or self.transport.get_write_buffer_size() < SLOW_BYTES // 4:
                return
            await asyncio.sleep(0.05)
        self.closed = True
        if self.transport is not None:
            self.transport.abort()

    def dismiss(self, why: str) -> None:
        """Says farewell and ends the connection."""
        self.farewell = self.farewell or why
        self.write(event("bye", {"why": self.farewell}))
        self.closed = True
        if self.transport is not None:
            self.transport.write(b"0\r\n\r\n")
            self.transport.close()
        elif self.queue is not None:
            self._end_queue()

    def _end_queue(self) -> None:
        self.closed = True
        if self.queue is not None:
            if self.queue.full():
                self.queue.get_nowait()
            self.queue.put_nowait(None)


def transport_behind(send: Any) -> Any | None:
    """Gives uvicorn's transport behind an ASGI `send`, or None when this is not uvicorn over chunked HTTP/1.1.

    It is private to uvicorn, so it is looked at with care; tests/live proves both ways. Call it after the headers were sent.
    """
    cycle = getattr(send, "__self__", None)
    transport = getattr(cycle, "transport", None)
    if transport is None or getattr(cycle, "chunked_encoding", None) is not True:
        return None
    if not all(hasattr(transport, name) for name in ("write", "is_closing", "get_write_buffer_size", "abort", "close")):
        return None
    return transport


def _bound_kernel(transport: Any) -> None:
    """Keeps the kernel from holding megabytes for who does not read: what waits is counted here, and let go in time."""
    behind = transport.get_extra_info("socket")
    if behind is None:
        return
    try:
        with socket.socket(fileno=os.dup(behind.fileno())) as same:
            same.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, KERNEL_BYTES)
    except OSError:
        log.debug("the kernel's share of a connection could not be bounded")


def unchunk(chunked: bytes) -> bytes:
    """Gives the bytes inside chunks: other servers do their own chunking."""
    parts, place = [], 0
    while place < len(chunked):
        line = chunked.index(b"\r\n", place)
        size = int(chunked[place:line], 16)
        parts.append(chunked[line + 2 : line + 2 + size])
        place = line + 2 + size + 2
    return b"".join(parts)
