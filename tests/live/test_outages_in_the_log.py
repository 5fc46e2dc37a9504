"""What the log says when a process or the database goes away and comes back: a line each, and no line for what is not that."""

from __future__ import annotations

import io
import logging
import sys

import psycopg
import pytest
from django.db import OperationalError, connection, transaction

from huiyin.db.availability import Availability, OneLine, is_lost
from huiyin.live.serving import how_it_ended


def met(cause: Exception) -> OperationalError:
    """An error as Django raises it from the client's."""
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("cause", "lost"),
    [
        (psycopg.OperationalError("connection refused"), True),
        (psycopg.InterfaceError("the connection is closed"), True),
        (psycopg.errors.AdminShutdown("terminating connection"), True),
        (psycopg.errors.CannotConnectNow("the database system is starting up"), True),
        (psycopg.errors.ConnectionFailure("gone"), True),
        (psycopg.errors.DeadlockDetected("deadlock detected"), False),
        (psycopg.errors.DiskFull("no space left"), False),
        (psycopg.errors.QueryCanceled("statement timeout"), False),
        (psycopg.ProgrammingError("placeholders"), False),
        (ValueError("ours"), False),
    ],
)
def test_only_a_database_that_cannot_be_reached_is_away(cause: Exception, lost: bool) -> None:
    assert is_lost(met(cause)) is lost


def test_a_hundred_who_meet_it_make_one_line_and_the_next_outage_another(monkeypatch) -> None:
    availability, written = Availability(), io.StringIO()
    monkeypatch.setattr("huiyin.db.availability.database", availability)
    handler = logging.StreamHandler(written)
    handler.addFilter(OneLine())
    for name in ("huiyin", "django.request", "psycopg"):
        monkeypatch.setattr(logging.getLogger(name), "handlers", [handler])
    log, pages = logging.getLogger("huiyin.anybody"), logging.getLogger("django.request")

    def meet(cause: Exception, by: logging.Logger) -> None:
        try:
            raise met(cause)
        except OperationalError:
            by.error("it did not work", exc_info=sys.exc_info())

    for _ in range(2):
        for by in (log, pages) * 50:
            meet(psycopg.OperationalError("connection refused\nIs the server running?"), by)
        for words in ("the connection is lost", "flush failed: server closed the connection unexpectedly"):  # as the client says it
            logging.getLogger("psycopg").warning("error ignored terminating %r: %s", "<psycopg.Pipeline [BAD]>", words)
        availability.found()
        availability.found()
    said = [line for line in written.getvalue().splitlines() if line]
    assert [line.partition(";")[0].partition(" after")[0] for line in said] == ["the database is away", "the database is back"] * 2
    assert said[0].endswith("connection refused")
    meet(psycopg.errors.DeadlockDetected("deadlock detected"), log)
    assert "Traceback" in written.getvalue(), "what is our own fault keeps its trace"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite has no connection that could be ended")
def test_a_connection_that_the_server_ends_is_known_as_lost() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = cursor.fetchone()[0]
    with psycopg.connect(**{**connection.get_connection_params(), "cursor_factory": psycopg.Cursor, "context": None}) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [own])
    with pytest.raises(OperationalError) as caught, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    connection.close()
    assert is_lost(caught.value)


@pytest.mark.parametrize(
    ("code", "silent", "words"),
    [
        (1, False, "ended with exit code 1"),
        (-9, False, "was killed by SIGKILL (if nobody did it: no memory was left)"),
        (-9, True, "gave no sign of life and was killed"),
        (-11, False, "was killed by SIGSEGV"),
        (-40, False, "was killed by signal 40"),
    ],
)
def test_how_a_worker_ended_is_said_in_words(code: int, silent: bool, words: str) -> None:
    assert how_it_ended(code, silent) == words
