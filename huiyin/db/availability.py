"""Whether the database is there, as the log says it: one line of each process when it goes, one when it is back.

Everybody who asks meets its absence: pages, the writer, clocks, live connections, threads beside them. Each wrote its own trace, and a
restart of PostgreSQL under load filled the log with more than a thousand. So the log's handler has a filter that knows such an error,
whoever met it; the clockwork, which asks each second, says when the database answers again.
"""

from __future__ import annotations

import logging
import threading
import time

from django.db import connection
from django.db.utils import Error

log = logging.getLogger(__name__)
#: PostgreSQL's errors of a connection (class 08), and of a server that stops, crashed or still starts.
LOST_STATES = ("08", "57P01", "57P02", "57P03")


class Availability:
    """One for each process; any thread may call."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._since: float | None = None
        self.outages = 0  # how many began: a connection opened before the last of them is worth nothing

    @property
    def away(self) -> bool:
        """Whether it was gone when somebody last asked."""
        return self._since is not None

    def lost(self, error: BaseException) -> None:
        """Takes what somebody met who asked. Says so in the log, unless it was said."""
        with self._lock:
            if self._since is not None:
                return
            self._since = time.monotonic()
            self.outages += 1
        log.warning("the database is away; what needs it waits or is refused with 503: %s", first_line(error))

    def found(self) -> None:
        """Somebody asked and was answered. Says so in the log if it had been away."""
        with self._lock:
            if self._since is None:
                return
            seconds, self._since = time.monotonic() - self._since, None
        log.warning("the database is back after %.0f s", seconds)


database = Availability()


def is_lost(error: BaseException | None) -> bool:
    """Whether an error of Django's says that the database cannot be reached, rather than that it refused one question."""
    if not isinstance(error, Error):
        return False
    cause = error.__cause__
    if type(cause).__module__.startswith("psycopg"):
        state = getattr(cause, "sqlstate", None)
        # Without a state it never came to an answer. What was asked wrongly (ProgrammingError) has none either.
        return state.startswith(LOST_STATES) if state else type(cause).__name__ in ("OperationalError", "InterfaceError")
    return getattr(cause, "sqlite_errorname", "").startswith("SQLITE_CANTOPEN")


def is_full(error: BaseException) -> bool:
    """Whether a database's error says that its disk has no room: SQLite's SQLITE_FULL, PostgreSQL's 53100."""
    cause = error.__cause__
    return getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(cause, "sqlstate", "") == "53100"


def ask_anything() -> None:
    """Asks the database for its answer alone. Raises Django's errors where none comes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()


def note(logger: logging.Logger, words: str, error: BaseException) -> None:
    """Writes a warning with an error's first line; where the database is away, that is said instead, once."""
    if is_lost(error):
        database.lost(error)
    else:
        logger.warning("%s: %s", words, first_line(error))


def first_line(error: BaseException) -> str:
    """Gives an error's first line: PostgreSQL's client adds hints below it."""
    return (str(error).splitlines() or [type(error).__name__])[0]


class OneLine(logging.Filter):
    """Keeps from the log what only says once more that the database is away."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and record.exc_info[1] is not None and is_lost(record.exc_info[1]):
            database.lost(record.exc_info[1])
            return False
        # The client, of what broke while it ended something that had failed already: whoever had begun it meets that failure.
        return not (record.name.startswith("psycopg") and record.getMessage().startswith("error ignored "))
