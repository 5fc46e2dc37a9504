"""How far long work has come, on stderr: one living line in a terminal, a line every few seconds elsewhere (logs, CI)."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TextIO

EVERY_TERMINAL = 0.1  # seconds between two drawings
EVERY_LOG = 5.0
WIDTH = 24


class Progress:
    """Called with (done, total) or (done, total, what) as work goes on; `total` 0 means that nobody knows.

    Takes the work's name. As a context manager it ends its line whatever happens.
    """

    def __init__(self, name: str, out: TextIO | None = None) -> None:
        self.name, self.out = name, out or sys.stderr
        self.terminal = self.out.isatty()
        self.began = self.drawn_at = time.monotonic()
        self.drawn = ""

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self.terminal and self.drawn:
            self.out.write("\n")
            self.out.flush()

    def __call__(self, done: int, total: int = 0, what: str = "") -> None:
        now = time.monotonic()
        finished = bool(total) and done >= total
        if not finished and now - self.drawn_at < (EVERY_TERMINAL if self.terminal else EVERY_LOG):
            return
        self.drawn_at = now
        line = self._line(done, total, what, now - self.began)
        if line == self.drawn:
            return
        self.out.write(f"\r\033[K{line}" if self.terminal else f"{line}\n")
        self.out.flush()
        self.drawn = line

    def _line(self, done: int, total: int, what: str, seconds: float) -> str:
        parts = [self.name]
        if total:
            part = min(done / total, 1.0)
            if self.terminal:
                full = round(part * WIDTH)
                parts.append("━" * full + "─" * (WIDTH - full))
            parts.append(f"{part:4.0%}  {done:,}/{total:,}")
            if seconds > 3 and 0.02 < part < 1:
                parts.append(f"~{seconds / part - seconds:.0f} s")
        elif done:
            parts.append(f"{done:,}")
        parts.append(what)
        return "  ".join(p for p in parts if p)
