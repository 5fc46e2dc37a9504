"""Where other apps add to the work of the clockwork: each declares its own in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huiyin.core.declarations import Extension, Registry


@dataclass(frozen=True)
class PeriodicJob(Extension):
    """What looks by itself whether there is something to do: called about once a second, outside any transaction. `run` must be quick
    where there is nothing, and hand long work to threads of its own: the clocks wait behind it. `at_stop` is called once more when the
    server was told to stop and answers nobody any longer: what is only in memory by then is written there."""

    run: Callable[[], object]
    at_stop: Callable[[], object] | None = None


PERIODIC_JOBS: Registry[PeriodicJob] = Registry("extensions", "EXTENSIONS", PeriodicJob, lambda one: one.name, only=True)
