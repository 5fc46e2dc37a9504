"""Clocks: each fires once, in the order they fell due, also when the server was down at their moment."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from huiyin.journal import clocks
from huiyin.journal.models import Clock

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
rung: list[str] = []


@pytest.fixture(autouse=True)
def _bell(monkeypatch):
    rung.clear()
    monkeypatch.setitem(clocks._handlers, "test.bell", lambda clock: rung.append(clock.subject))


def test_a_clock_fires_at_its_moment_and_not_before():
    clocks.schedule("test.bell", "group:1", NOON)
    assert clocks.fire_due(NOON - timedelta(seconds=1)) == 0
    assert clocks.fire_due(NOON) == 1
    assert clocks.fire_due(NOON + timedelta(days=1)) == 0
    assert rung == ["group:1"]


def test_what_fell_due_while_the_server_was_down_fires_late_in_order_and_says_so():
    for hour, subject in ((2, "b"), (1, "a"), (3, "c")):
        clocks.schedule("test.bell", subject, NOON - timedelta(hours=4 - hour))
    clocks.schedule("test.bell", "on time", NOON)
    assert clocks.fire_due(NOON) == 4
    assert rung == ["a", "b", "c", "on time"]
    assert Clock.objects.get(subject="a").late_seconds == 3 * 3600
    assert Clock.objects.get(subject="on time").late_seconds == 0


def test_winding_again_moves_the_pending_clock_instead_of_adding_one():
    clocks.schedule("test.bell", "group:1", NOON)
    clocks.schedule("test.bell", "group:1", NOON + timedelta(hours=1))
    assert clocks.fire_due(NOON) == 0
    assert clocks.fire_due(NOON + timedelta(hours=1)) == 1
    assert rung == ["group:1"]


def test_a_stopped_clock_and_a_held_one_stay_silent():
    clocks.schedule("test.bell", "stopped", NOON)
    clocks.schedule("test.bell", "held", NOON)
    clocks.cancel("test.bell", "stopped")
    clocks.suspend("test.bell", "held")
    assert clocks.fire_due(NOON) == 0
    clocks.schedule("test.bell", "held", NOON)
    assert clocks.fire_due(NOON) == 1
    assert rung == ["held"]


def test_one_that_fails_is_tried_again_later_and_holds_up_nobody(monkeypatch):
    def fail(clock: Clock) -> None:
        raise RuntimeError("not today")

    monkeypatch.setitem(clocks._handlers, "test.broken", fail)
    clocks.schedule("test.broken", "x", NOON - timedelta(minutes=1))
    clocks.schedule("test.bell", "after it", NOON)
    assert clocks.fire_due(NOON) == 1
    assert rung == ["after it"]
    assert clocks.fire_due(NOON + timedelta(seconds=30)) == 0
    monkeypatch.setitem(clocks._handlers, "test.broken", lambda clock: rung.append("mended"))
    assert clocks.fire_due(NOON + timedelta(minutes=2)) == 1
    assert rung[-1] == "mended"


@pytest.mark.django_db(transaction=True)
def test_two_loops_at_once_fire_each_clock_once():
    for number in range(30):
        clocks.schedule("test.bell", f"group:{number}", NOON)

    def loop() -> None:
        clocks.fire_due(NOON)
        connection.close()

    threads = [threading.Thread(target=loop) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clocks.fire_due(NOON)
    assert sorted(rung) == sorted(f"group:{n}" for n in range(30))
