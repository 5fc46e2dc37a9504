"""Where other apps add to the work of the clockwork: each declares its own in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.core.declarations import Extension, Registry
from huiyin.journal.models import Entry


@dataclass(frozen=True)
class PeriodicJob(Extension):
    """What looks by itself whether there is something to do: called about once a second, outside any transaction. `run` must be quick
    where there is nothing, and hand long work to threads of its own: the clocks wait behind it. `at_stop` is called once more when the
    server was told to stop and answers nobody any longer: what is only in memory by then is written there."""

    run: Callable[[], object]
    at_stop: Callable[[], object] | None = None
    every_rounds: int = 1  # where looking itself costs something: an hour is 3600


@dataclass(frozen=True)
class JournalFollower(Extension):
    """What hears of every commit of this process, server or command. `follow` takes a stream's id and its new entries, each with what its
    action handed over; it is called in the thread that committed, and must be quick. What it raises is logged."""

    follow: Callable[[int, Sequence[tuple[Entry, Any]]], None]


JOURNAL_FOLLOWERS: Registry[JournalFollower] = Registry(
    "extensions", "EXTENSIONS", JournalFollower, lambda one: one.name, only=True
)
PERIODIC_JOBS: Registry[PeriodicJob] = Registry("extensions", "EXTENSIONS", PeriodicJob, lambda one: one.name, only=True)
