"""Who writes: SQLite has one writer."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.db import connection

_write_lock = threading.Lock()
#: Called between two transactions that give way: whoever has something that people wait for goes first. Says whether people post just now.
yield_hooks: list[Callable[[], bool]] = []


def write_lock() -> AbstractContextManager[object]:
    """Gives what the threads of this process that write hold while they do. SQLite has one writer, and who finds it taken looks again
    only after up to a tenth of a second, while the clocks, right behind each other, would take it again and again."""
    return _write_lock if connection.vendor == "sqlite" else nullcontext()
