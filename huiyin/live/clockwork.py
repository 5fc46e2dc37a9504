"""The loop that fires clocks, and does what apps declare to be looked after (PeriodicJob)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from huiyin.db.availability import ask_anything, database, is_lost
from huiyin.db.sqlite_wal import write_back
from huiyin.journal import clocks
from huiyin.journal.extension_points import PERIODIC_JOBS

log = logging.getLogger(__name__)
STEP_SECONDS = 1.0
MANY, AGAIN_SECONDS = 50, 0.02  # so many fired at once say that there may be more; a breath for those who post


class Clockwork:
    """One thread. Several processes may each run one: a clock fires once all the same."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._work, name="huiyin-clocks", daemon=True)

    def start(self) -> None:
        """Sets the thread going."""
        self.thread.start()

    def stop(self) -> None:
        """Lets the thread end what it is at, and waits for that, though not for ever."""
        self.stopping.set()
        self.thread.join(timeout=10)

    def _work(self) -> None:
        steps, more = 0, False
        while not self.stopping.wait(0.05 if steps == 0 else AGAIN_SECONDS if more else STEP_SECONDS):
            more = (self._try(clocks.fire_due) or 0) >= MANY  # a Monday morning: the next ones do not wait for a second
            for work in (*(job.run for job in PERIODIC_JOBS if steps % job.every_rounds == 0), write_back):
                if not database.away:  # the next round asks once more whether the database is back
                    self._try(work)
            steps += 1
        for job in PERIODIC_JOBS:
            if job.at_stop is not None:
                self._try(job.at_stop)
        connection.close()

    def _try(self, work: Callable[[], Any]) -> Any:
        if database.away:  # whoever noticed it; nobody else asks each second
            if not _answers():
                return None
            database.found()
        try:
            return work()
        except Exception as error:
            close_old_connections()
            if is_lost(error) or (isinstance(error, OperationalError | InterfaceError) and not _answers()):
                database.lost(error)  # one line when it goes: a night without a database must not fill the disk that it needs
            else:
                log.exception("the clockwork stumbled; it goes on")
            return None


def _answers() -> bool:
    """Says whether the database can be asked at all, so that a fault of one question keeps its whole trace."""
    try:
        ask_anything()
        return True
    except (OperationalError, InterfaceError):
        close_old_connections()
        return False
