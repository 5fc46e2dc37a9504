"""What browsers send with a request, taken in before a thread is given to it, within ceilings.

The threat: a page needs one of eight threads. Eight browsers that send a photo a byte a minute would hold all eight, and nobody else
would see a page. So bodies are gathered by the loop, which thousands can wait in, and only a whole one goes on. How many may be under
way is bounded: in all, from one address, and of one person; how large and how slow, too, more narrowly for who is not signed in.
"""

from __future__ import annotations

import asyncio
import contextlib
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Refused, TooMuch

MEGABYTE = 1024 * 1024
IN_MEMORY = 256 * 1024  # bytes of one body; the rest waits on the disk
AT_ONCE = 96  # bodies under way in one process
OF_VISITORS = 64  # of those: who is signed in finds room, however many strangers send a byte a minute
FROM_ONE_ADDRESS = 48  # a whole office stands behind one address, but not the whole town
#: Beyond these nobody is refused at once: they wait in line, in the order in which they came. Two hundred buyers behind one carrier's
#: address are two hundred people. Waiting costs a connection and nothing else, and is bounded in number and in time.
WAITING, WAITING_OF_ONE_ADDRESS, WAITING_SECONDS = 1024, 512, 15.0
OF_ONE_PERSON = 24  # nine photos, in two windows, and something else
SILENT_SECONDS = 20.0
#: With files the work begins when the body is there (a photo is opened): half the threads, so that pages have the other half.
WITH_FILES_AT_ONCE = 4
WITH_FILES_OF_ONE = 2
Receive = Callable[[], Awaitable[dict[str, Any]]]


class Busy(Refused):
    """Others are being served; nothing was kept of this request, and it may be sent again."""

    status = 503
    code = "busy"
    default_words = _("A lot is being sent just now. Wait a moment, then send it once more; nothing was lost.")

    def __init__(self, wait_seconds: int = 5) -> None:
        super().__init__(wait_seconds=wait_seconds)


class TooSlow(Refused):
    """The rest of the request did not come."""

    status = 408
    code = "too_slow"
    default_words = _("The connection was too slow or broke off. Send it once more.")


class Gone(Exception):
    """The browser went away before everything was here."""


@dataclass(frozen=True)
class Sender:
    """Whose request it is: the place it came from (a household has many IPv6 addresses), and the person, 0 for a visitor."""

    address: str
    person: int = 0

    @property
    def most_bytes(self) -> int:
        """A message with nine photos, or a film; a visitor sends a phone number and a name."""
        return 300 * MEGABYTE if self.person else 1 * MEGABYTE

    @property
    def seconds(self) -> float:
        """From the first byte to the last."""
        return 900.0 if self.person else 30.0


class Bodies:
    """The bodies under way in this process. Everything here runs in the loop."""

    def __init__(self) -> None:
        self.addresses: Counter[str] = Counter()
        self.people: Counter[int] = Counter()
        self.waiting: list[tuple[Sender, asyncio.Future[None]]] = []
        self.with_files = asyncio.Semaphore(WITH_FILES_AT_ONCE)
        self.files_of: dict[int, asyncio.Semaphore] = {}

    @contextlib.asynccontextmanager
    async def taken_in(self, sender: Sender, receive: Receive, with_files: bool) -> AsyncIterator[IO[bytes]]:
        """Gives the whole body as a file, once it may be worked on. Raises Busy, TooMuch, TooSlow, Gone."""
        await self._enter(sender)
        try:
            with tempfile.SpooledTemporaryFile(IN_MEMORY, prefix="huiyin-body-") as file:
                await _gather(sender, receive, file)
                file.seek(0)
                if with_files:
                    async with self._turn(sender):
                        yield file
                else:
                    yield file
        finally:
            self._leave(sender)

    async def _enter(self, sender: Sender) -> None:
        """Counts a body in, at once or when its turn has come. Raises Busy where too many wait, or it waited too long."""
        if self._has_room(sender):
            self._count(sender)
            return
        here = sum(waiting.address == sender.address for waiting, _turn in self.waiting)
        if len(self.waiting) >= WAITING or here >= WAITING_OF_ONE_ADDRESS:
            raise Busy
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        place = (sender, turn)
        self.waiting.append(place)
        try:
            await asyncio.wait_for(asyncio.shield(turn), WAITING_SECONDS)
        except BaseException as error:
            if turn.done():  # it came in the same moment: whoever gave up gives it back
                self._leave(sender)
            else:
                self.waiting.remove(place)
            if isinstance(error, TimeoutError):
                raise Busy from error
            raise

    def _leave(self, sender: Sender) -> None:
        """Counts a body out; those who wait and now have room come in, in their order."""
        _less(self.addresses, sender.address)
        _less(self.people, sender.person)
        for place in list(self.waiting):
            waiting, turn = place
            if self._has_room(waiting):
                self._count(waiting)
                self.waiting.remove(place)
                turn.set_result(None)

    def _count(self, sender: Sender) -> None:
        self.addresses[sender.address] += 1
        self.people[sender.person] += 1

    def _has_room(self, sender: Sender) -> bool:
        mine, most = self.people[sender.person], OF_ONE_PERSON if sender.person else OF_VISITORS
        return self.addresses.total() < AT_ONCE and self.addresses[sender.address] < FROM_ONE_ADDRESS and mine < most

    @contextlib.asynccontextmanager
    async def _turn(self, sender: Sender) -> AsyncIterator[None]:
        """Waits for a turn: first among the person's own, then among all. So one who sends without end takes two turns, never all."""
        own = self.files_of.setdefault(sender.person, asyncio.Semaphore(WITH_FILES_OF_ONE))
        try:
            async with own, self.with_files:
                yield
        finally:
            if self.people[sender.person] <= 1:
                self.files_of.pop(sender.person, None)


async def _gather(sender: Sender, receive: Receive, file: IO[bytes]) -> None:
    size, ends = 0, time.monotonic() + sender.seconds
    while True:
        try:
            message = await asyncio.wait_for(receive(), max(0.0, min(SILENT_SECONDS, ends - time.monotonic())))
        except TimeoutError as error:
            raise TooSlow from error
        if message["type"] == "http.disconnect":
            raise Gone
        piece = message.get("body", b"")
        size += len(piece)
        if size > sender.most_bytes:
            raise _too_much(sender.most_bytes)
        file.write(piece)
        if not message.get("more_body"):
            return


def _too_much(limit: int) -> TooMuch:
    if limit < MEGABYTE:
        return TooMuch()
    return TooMuch(_("At most %(limit)s MB can be sent at once. Send a smaller file, or fewer of them.") % {"limit": limit // MEGABYTE})


def _less(counter: Counter[Any], key: Any) -> None:
    counter[key] -= 1
    if counter[key] <= 0:
        del counter[key]
