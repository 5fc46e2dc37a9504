"""Two hundred browsers in one thread: plain sockets that hear, stop reading, vanish and come back by their cursors."""

from __future__ import annotations

import re
import selectors
import socket
import struct
import time

from tests.faults.processes import Process
from tests.faults.storm import Talk

SAID = re.compile(rb"id: (\d+):(\d+)\nevent: message\.posted\ndata: ([^\n]*)\n\n")
TCP_REPAIR = 19  # Linux: a socket in repair is closed without a word to the other side


class Ear:
    """One live connection. `heard`: the places in the group's stream, in the order they came; `at`: when, by monotonic clock."""

    def __init__(self, session: str, stream: int) -> None:
        self.session, self.stream = session, stream
        self.heard: list[int] = []
        self.at: list[float] = []
        self.status, self.ended, self.ready = 0, False, False
        self.socket: socket.socket | None = None

    def connect(self, process: Process, narrow: bool = False) -> None:
        """Opens the stream, from its cursor if it has heard something. `narrow`: with a small receive buffer."""
        self.held, self.status, self.ended, self.ready = b"", 0, False, False
        self.socket = socket.socket()
        if narrow:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(20)
        self.socket.connect(("127.0.0.1", process.port))
        cursor = f"Last-Event-ID: {self.stream}:{self.heard[-1]}\r\n" if self.heard else ""
        head = f"GET /live HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: huiyin={self.session}\r\n{cursor}\r\n"
        self.socket.sendall(head.encode())
        self.socket.setblocking(False)

    def read(self) -> bool:
        """Takes what has come. Gives False at the end."""
        assert self.socket is not None
        try:
            piece = self.socket.recv(262_144)
        except BlockingIOError:
            return True
        except OSError:
            piece = b""
        if not piece:
            self.ended = True
            return False
        self.held += piece
        if not self.status and b"\r\n" in self.held:
            self.status = int(self.held.split(b" ", 2)[1])
        self.ready = self.ready or b"event: at\n" in self.held
        last = 0
        for found in SAID.finditer(self.held):
            if int(found[1]) == self.stream:
                self.heard.append(int(found[2]))
                self.at.append(time.monotonic())
            last = found.end()
        self.held = self.held[last:] if last else self.held
        return True

    def close(self, silently: bool = False) -> None:
        """Hangs up; silently: without telling the other side (no FIN), as a phone that lost the network."""
        if self.socket is not None:
            if silently:
                try:
                    self.socket.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
                except OSError:  # not root: at least it is a reset and no farewell
                    self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.socket.close()
            self.socket = None


class Crowd:
    """Ears that are read together."""

    def __init__(self, talk: Talk, size: int) -> None:
        people = talk.sessions[1:]  # the first one speaks
        self.ears = [Ear(people[place % len(people)][0], talk.stream) for place in range(size)]

    def connect(self, process: Process, ears: list[Ear] | None = None, narrow: bool = False) -> None:
        """Connects them and waits until each is told where it stands."""
        chosen = self.ears if ears is None else ears
        for ear in chosen:
            ear.connect(process, narrow)
        self.read_until(lambda ear: ear.ready or ear.ended, chosen)
        assert all(ear.status == 200 and not ear.ended for ear in chosen), [ear.status for ear in chosen if ear.status != 200][:3]

    def read_until(self, true: object, ears: list[Ear] | None = None, seconds: float = 30.0) -> None:
        """Reads until it is true of each ear; fails after so many seconds."""
        chosen = self.ears if ears is None else ears
        ends = time.monotonic() + seconds
        with selectors.DefaultSelector() as selector:
            waiting = set()
            for ear in chosen:
                if not true(ear) and ear.socket is not None and not ear.ended:  # type: ignore[operator]
                    selector.register(ear.socket, selectors.EVENT_READ, ear)
                    waiting.add(ear)
            while waiting:
                assert time.monotonic() < ends, f"{len(waiting)} of {len(chosen)} did not come so far"
                for key, _events in selector.select(0.2):
                    ear = key.data
                    if not ear.read() or true(ear):  # type: ignore[operator]
                        selector.unregister(key.fileobj)
                        waiting.discard(ear)

    def close(self) -> None:
        for ear in self.ears:
            ear.close()
