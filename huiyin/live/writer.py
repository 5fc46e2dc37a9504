"""The one writer: everything posted while a commit was under way goes into the next one (group commit)."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Refused
from huiyin.db import locks
from huiyin.db.availability import database, first_line, is_full
from huiyin.groups import rendering
from huiyin.groups.actions import Draft, Posted, WriterCache, post_messages

log = logging.getLogger(__name__)
BATCH = 256
COMPANY_SECONDS = 0.15
#: A draft, or (group, person, number) of a read mark; the loop in which somebody waits, and what they wait for.
_Asked = tuple[Any, asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Unavailable(Refused):
    """The database did not take it; nothing was acknowledged, so the browser keeps it and tries again."""

    status = 503
    code = "unavailable"


class Full(Unavailable):
    """There is no room on the database's disk."""

    status = 507
    code = "no_room"
    default_words = _("The server's disk is full: nothing can be sent just now, but nothing was lost and what was said can be read.")


class Writer:
    """A thread that takes drafts and read marks and stores them, many in one transaction; answers come after the commit."""

    def __init__(self, marked: Callable[[set[int]], None] = lambda groups: None) -> None:
        """Takes a function told which groups' cursors moved, after the commit, in the writer's thread."""
        self.marked = marked
        self.arriving: list[_Asked] = []  # in the loop's current round
        self.patient: list[_Asked] = []  # read marks: with the next words that come, or soon
        self.queue: SimpleQueue[list[_Asked] | None] = SimpleQueue()
        self.busy, self.stored_at = False, 0.0
        self.known = WriterCache()
        self.outages = database.outages
        self.thread = threading.Thread(target=self._work, name="huiyin-writer", daemon=True)

    def start(self) -> None:
        """Sets the thread going."""
        self.thread.start()

    def stop(self) -> None:
        """Stores what waits, then ends."""
        self._hand_over()
        self.queue.put(None)
        self.thread.join(timeout=10)

    async def post(self, draft: Draft) -> Posted:
        """Gives what was stored once it is on the disk. Raises Refused (also Unavailable). Call it in the server's one loop."""
        return await self._ask(draft)

    async def mark_read(self, group: int, person: int, n: int) -> None:
        """Moves a cursor; returns once it is stored. It goes with the next words that are stored, or alone after a while: where two
        hundred read, their marks had been more transactions than what they read."""
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self.patient.append(((group, person, n), loop, future))
        if len(self.patient) == 1:
            loop.call_later(COMPANY_SECONDS, self._hand_over)
        await future

    def _ask(self, asked: Any) -> asyncio.Future[Any]:
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self.arriving.append((asked, loop, future))
        if len(self.arriving) == 1:
            # At the end of the round: the writer is woken once for all who came in it, and does not fight the loop for the interpreter.
            loop.call_soon(self._hand_over)
        return future

    def _hand_over(self) -> None:
        arrived, self.arriving, self.patient = self.arriving + self.patient, [], []
        if arrived:
            self.queue.put(arrived)

    def _work(self) -> None:
        while True:
            taken: list[list[_Asked] | None] = [self.queue.get()]
            while len(taken) < BATCH:
                try:
                    taken.append(self.queue.get_nowait())
                except Empty:
                    break
            work = [one for arrived in taken if arrived is not None for one in arrived]
            self.busy = True
            for start in range(0, len(work), BATCH):
                some = work[start : start + BATCH]
                self._answer(some, self._store([asked for asked, _loop, _future in some]))
            self.busy, self.stored_at = False, time.monotonic()
            if None in taken:
                connection.close()
                return

    def let_through(self) -> bool:
        """Waits, at most a quarter of a second, until nothing waits to be stored. Called by the clocks between two of theirs. Says
        whether people post just now."""
        until = time.monotonic() + 0.25
        while (self.busy or not self.queue.empty()) and time.monotonic() < until:
            time.sleep(0.003)
        return time.monotonic() - self.stored_at < 1.0

    def _store(self, asked: list[Any]) -> list[Any]:
        drafts = [a for a in asked if isinstance(a, Draft)]
        marks = [a for a in asked if not isinstance(a, Draft)]
        if self.outages != database.outages:  # while nobody posted: what would break now is a connection from before
            self.outages = database.outages
            connection.close()
        try:
            results = iter(self._commit(drafts, marks))
        except (DatabaseError, InterfaceError) as error:
            self.known.forget()
            close_old_connections()
            why = Full if is_full(error) else Unavailable
            if why is Full:  # no trace for each batch: the log may lie on the same disk
                log.error("the batch was not stored, the database's disk is full: %s", first_line(error))
            else:
                log.exception("the batch was not stored")
            return [why() for _draft in asked]
        except Exception:
            log.exception("the batch failed")
            self.known.forget()
            return [Refused() for _draft in asked]
        if marks:
            self.marked({group for group, _person, _n in marks})
        answers = [next(results) if isinstance(a, Draft) else None for a in asked]
        self._make_ready([answer.message for answer in answers if isinstance(answer, Posted)])
        return answers

    @staticmethod
    def _make_ready(messages: list[Any]) -> None:
        """Makes messages ready to be drawn, for the answers and for all who listen: once, and off the loop."""
        try:
            rendering.preload(messages)
        except Exception:
            # They are stored, and whoever asks again with their keys gets them; this thread must live on for everybody else.
            log.exception("what was stored could not be made ready to be shown")

    def _commit(self, drafts: list[Draft], marks: list[tuple[int, int, int]]) -> list[Posted | Refused]:
        with locks.write_lock():
            return post_messages(drafts, self.known, marks)

    @staticmethod
    def _answer(work: list[tuple[Any, Any, Any]], results: list[Any]) -> None:
        by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Any], Any]]] = {}
        for (_asked, loop, future), result in zip(work, results, strict=True):
            by_loop.setdefault(loop, []).append((future, result))
        for loop, answers in by_loop.items():
            try:
                loop.call_soon_threadsafe(_settle, answers)
            except RuntimeError:
                log.warning("the loop closed before %s answers", len(answers))


def _settle(answers: list[tuple[asyncio.Future[Any], Any]]) -> None:
    for future, result in answers:
        if future.done():
            continue  # the browser went away; it asks again with the same key
        if isinstance(result, Exception):
            future.set_exception(result)
        else:
            future.set_result(result)
