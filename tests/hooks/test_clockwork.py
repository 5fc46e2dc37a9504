"""The clockwork hands deliveries to threads of their own and never waits for them."""

from __future__ import annotations

import threading
import time

from django.db import OperationalError

from huiyin.channels.actions import rounds
from huiyin.db.availability import database
from huiyin.hooks.actions import subscribe
from huiyin.journal.extension_points import PERIODIC_JOBS, PeriodicJob
from huiyin.live.clockwork import Clockwork
from tests.factories import a_group, a_person, say


def test_the_clockwork_takes_every_step_and_one_that_stumbles_stops_nothing(monkeypatch) -> None:
    taken = threading.Event()

    def stumbles() -> None:
        raise RuntimeError("this step stumbles")

    jobs = [PeriodicJob("stumbles", stumbles), PeriodicJob("taken", taken.set)]
    monkeypatch.setattr("huiyin.live.clockwork.PERIODIC_JOBS", jobs)
    for other in ("clocks.fire_due", "write_back"):  # this thread has no database here
        monkeypatch.setattr(f"huiyin.live.clockwork.{other}", lambda *_, **_more: None)
    clockwork = Clockwork()
    clockwork.start()
    try:
        assert taken.wait(20)
    finally:
        clockwork.stop()


def test_a_database_that_is_away_is_one_line_in_the_log_and_a_step_of_our_own_fault_keeps_its_trace(monkeypatch, caplog) -> None:
    clockwork, there = Clockwork(), [True]
    caplog.set_level("INFO", logger="huiyin.db.availability")
    monkeypatch.setattr("huiyin.live.clockwork._answers", lambda: there[0])

    def asks() -> str:
        if not there[0]:
            raise OperationalError("connection refused\nIs the server running?")
        return "asked"

    done = []
    for there[0] in (True, False, False, True):
        done.append(clockwork._try(asks))
    assert done == ["asked", None, None, "asked"]
    assert [(record.levelname, bool(record.exc_info)) for record in caplog.records] == [("WARNING", False), ("WARNING", False)]

    def asks_badly() -> None:
        raise OperationalError("no such column")

    clockwork._try(asks_badly)
    assert caplog.records[-1].exc_info and not database.away


def test_exports_and_webhooks_are_steps_of_the_clockwork() -> None:
    from huiyin.groups.exporting import actions as exporting

    assert {rounds.step, exporting.step} <= {job.run for job in PERIODIC_JOBS}


def test_a_step_does_not_wait_for_a_slow_program_and_hands_each_subscriber_over_once(monkeypatch, receiver) -> None:
    owner = a_person()
    group = a_group(owner=owner)
    subscribe(group, owner, receiver.address, ["message.posted"])
    say(group, owner, "一")
    handed: list[rounds.Key] = []
    monkeypatch.setattr(rounds.Pool, "submit", lambda pool, work, key, send: handed.append(key))
    monkeypatch.setattr(rounds, "_busy", set())
    began = time.monotonic()
    for _ in range(3):
        rounds.step()
    assert len(handed) == 1 and receiver.got == [] and time.monotonic() - began < 5


def test_a_busy_program_keeps_no_other_from_being_served() -> None:
    from huiyin.channels.pool import Pool

    pool, held, served = Pool(2, "test"), threading.Event(), threading.Event()
    pool.submit(held.wait, 20)
    pool.submit(served.set)
    try:
        assert served.wait(20)
    finally:
        held.set()
    assert all(thread.daemon for thread in pool._begun)  # a server that stops waits for nobody
