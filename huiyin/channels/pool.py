"""A few threads for what takes its time. They end with the process, at once: a server that stops does not wait for strangers."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any


class Pool:
    """At most `threads` threads, begun when there is something to do. What is cut off by the end of the process is done again
    at the next start: whoever submits sees to that."""

    def __init__(self, threads: int, name: str) -> None:
        self.threads, self.name = threads, name
        self._work: queue.SimpleQueue[tuple[Callable[..., Any], tuple[Any, ...]]] = queue.SimpleQueue()
        self._begun: list[threading.Thread] = []
        self._guard = threading.Lock()

    def submit(self, work: Callable[..., Any], *args: Any) -> None:
        """Has `work(*args)` done by one of the threads, soon; it must not raise."""
        self._work.put((work, args))
        with self._guard:
            if len(self._begun) < self.threads:
                # Daemons: the standard library's own pool is waited for at exit, half a minute where receivers are slow.
                self._begun.append(threading.Thread(target=self._run, name=f"{self.name}-{len(self._begun)}", daemon=True))
                self._begun[-1].start()

    def _run(self) -> None:
        while True:
            work, args = self._work.get()
            work(*args)
