"""Two hundred programs that order of one listing at once, in one thread: each sends its next order when the one before was answered, with
the same key until then, through kills of the server."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

#: What is not there just now: the server was killed, or has not begun to listen.
AWAY = (OSError, asyncio.IncompleteReadError)


class Line:
    """A connection that is kept, to whatever server there is at the moment. `address`: whence it comes, of 127.0.0.0/8."""

    def __init__(self, port: Callable[[], int | None], address: str = "") -> None:
        self.port, self.at, self.local = port, 0, (address, 0) if address else None
        self.streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, path: str, token: str, body: dict[str, Any], sort: str = "Bearer") -> tuple[int, dict[str, str], Any]:
        """Sends a body as a program does. As `ask`."""
        head = f"Authorization: {sort} {token}\r\nContent-Type: application/json\r\n"
        return await self.ask(f"POST {path}", head, json.dumps(body).encode())

    async def ask(self, what: str, more: str = "", data: bytes = b"") -> tuple[int, dict[str, str], Any]:
        """Takes a method and a path, lines of the head, a body. Gives the status, the headers and what was answered (a dict, or text).
        Raises one of AWAY."""
        port = self.port()
        if port is None:
            raise ConnectionError
        try:
            if self.streams is None or self.at != port:
                self.close()
                self.streams, self.at = await asyncio.open_connection("127.0.0.1", port, local_addr=self.local), port
            reader, writer = self.streams
            length = f"Content-Length: {len(data)}\r\n" if data else ""
            writer.write(f"{what} HTTP/1.1\r\nHost: 127.0.0.1\r\n{more}{length}\r\n".encode() + data)
            first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
            told = (await reader.readexactly(int(headers.get("content-length", "0")))).decode()
        except BaseException:
            self.close()
            raise
        if headers.get("connection", "").lower() == "close":
            self.close()
        is_json = headers.get("content-type", "").startswith("application/json")
        return int(first.split(" ", 2)[1]), headers, json.loads(told) if is_json else told

    def close(self) -> None:
        """Hangs up."""
        if self.streams is not None:
            self.streams[1].transport.abort()
            self.streams = None


@dataclass
class Answered:
    """What was acknowledged. `orders`: (buyer, key) → the order's number; `full`: those told that there is not enough; `statuses`: how
    often each status was answered; `odd`: answers that were neither, as they came; `took`: seconds of each that was acknowledged."""

    orders: dict[tuple[int, str], int] = field(default_factory=dict)
    full: list[tuple[int, str]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    odd: list[tuple[int, Any]] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    cancelled: set[int] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many came to their end."""
        return len(self.orders) + len(self.full)


class Buyers:
    """Buyers 0…n-1, each with a token. `ports`: where the servers are just now; each buyer asks the next one after each answer."""

    def __init__(self, listing: int, tokens: Sequence[str], ports: Callable[[], Sequence[int]]) -> None:
        self.listing, self.tokens, self.ports = listing, tokens, ports
        self.answered = Answered()

    async def all(self, wishes: Callable[[int], Iterator[dict[str, Any]]]) -> None:
        """Has everybody order what they wish, to the end. Takes what a buyer sends, one after the other, each with its key."""
        await asyncio.gather(*[self.one(n, wishes(n)) for n in range(len(self.tokens))])

    async def one(self, n: int, wishes: Iterator[dict[str, Any]]) -> None:
        """Lets a buyer order one after the other."""
        turn = itertools.count(n)

        def port() -> int | None:
            ports = self.ports()
            return ports[next(turn) % len(ports)] if ports else None

        line = Line(port)
        try:
            for wish in wishes:
                await self._until_answered(line, n, wish)
        finally:
            line.close()

    async def _until_answered(self, line: Line, n: int, wish: dict[str, Any]) -> None:
        order = {name: value for name, value in wish.items() if name != "cancels"}
        began = time.perf_counter()
        status, told = await self._asked(line, n, f"/api/v1/listings/{self.listing}/orders", order)
        self.answered.took.append(time.perf_counter() - began)
        who = (n, str(order["key"]))
        if status in (200, 201):
            self.answered.orders[who] = told["id"]
            if wish.get("cancels"):
                status, more = await self._asked(line, n, f"/api/v1/orders/{told['id']}/cancel", {"key": "cancel"})
                if status in (200, 201):
                    self.answered.cancelled.add(told["id"])
                else:
                    self.answered.odd.append((status, more))
        elif status == 409 and told["error"] == "full":
            self.answered.full.append(who)
        else:
            self.answered.odd.append((status, told))

    async def _asked(self, line: Line, n: int, path: str, body: dict[str, Any]) -> tuple[int, Any]:
        """Sends until there is an answer that is none of "come again": what is refused for now is sent again, as a program would."""
        while True:
            try:
                status, _headers, told = await line.post(path, self.tokens[n], body)
            except AWAY:
                await asyncio.sleep(0.1)  # the server is away: the same key again
                continue
            self.answered.statuses[status] += 1
            if status == 503:
                await asyncio.sleep(0.05)
                continue
            return status, told


def mixed(count: int, seed: int) -> Callable[[int], Iterator[dict[str, Any]]]:
    """Gives what buyers wish: five to nine kilograms, a third all or nothing, a fifth not waiting; every eighth is cancelled afterwards."""

    def wishes(n: int) -> Iterator[dict[str, Any]]:
        chance = random.Random(seed * 1000 + n)
        for k in range(count):
            yield {
                "grams": 1000 * chance.randint(5, 9), "take": chance.choice(["all", "part", "part"]), "wait": chance.random() > 0.2,
                "key": f"buyer-{n}-{k}", "cancels": chance.random() < 0.125,
            }  # fmt: skip

    return wishes
