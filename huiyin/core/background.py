"""Long work beside requests: one thread of a kind in a process, begun when something waits, gone when nothing does."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections, connection

log = logging.getLogger(__name__)


class BackgroundWorker:
    """One kind of work. One at a time in a process: it reads much, and pages come first.

    Takes the thread's name, what the log says when a piece fails (it waits still, and is taken up again), whether something waits,
    and what makes the next piece and says whether there was one. `every`: seconds between two looks of `step`.
    """

    def __init__(self, name: str, stumbled: str, waits: Callable[[], bool], make_next: Callable[[], bool], every: float = 0) -> None:
        self.name, self.stumbled, self.waits, self.make_next, self.every = name, stumbled, waits, make_next, every
        self._next_at = 0.0
        self._making = threading.Semaphore(1)

    def step(self) -> None:
        """Called about once a second by the clockwork: begins at most every so many seconds."""
        if time.monotonic() >= self._next_at:
            self._next_at = time.monotonic() + self.every
            self.begin()

    def begin(self) -> None:
        """Begins a thread where something waits and none is here."""
        if not self._making.acquire(blocking=False):
            return
        try:
            waits = self.waits()
        except BaseException:
            self._making.release()
            raise
        if waits:
            threading.Thread(target=self._make, name=self.name, daemon=True).start()
        else:
            self._making.release()

    def _make(self) -> None:
        try:
            while self.make_next():
                pass
        except Exception:
            log.exception(self.stumbled)
        finally:
            self._making.release()
            close_old_connections()
            connection.close()
