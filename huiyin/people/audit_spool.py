"""Security events that could not be told yet: kept on the disk, in order, until their place answers again. Bounded."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

MOST_BYTES = 64 * 2**20  # some 150,000 events


class Spool:
    """One file for all processes of a house; its lock is held for as long as one of them reads or writes."""

    def __init__(self, path: Path, most_bytes: int = MOST_BYTES) -> None:
        self.path, self.most_bytes = path, most_bytes

    def waits(self) -> bool:
        """Says whether anything waits."""
        try:
            return self.path.stat().st_size > 0
        except FileNotFoundError:
            return False

    def add(self, words: str) -> bool:
        """Keeps a line at the end. Gives False where there is no room."""
        line = words.encode() + b"\n"
        with self._locked() as file:
            if file.seek(0, os.SEEK_END) + len(line) > self.most_bytes:
                return False
            file.write(line)
            return True

    def send(self, write: Callable[[str], None]) -> int:
        """Tells what waits, the oldest first, until one fails; what was told is taken out. Gives how many were told."""
        with self._locked() as file:
            lines = file.read().splitlines()
            done = 0
            try:
                for line in lines:
                    write(line.decode())
                    done += 1
            finally:
                if done:
                    self._leave(file, lines[done:])
            return done

    @staticmethod
    def _leave(file: BinaryIO, lines: list[bytes]) -> None:
        file.seek(0)
        file.truncate()
        file.write(b"".join(line + b"\n" for line in lines))

    @contextmanager
    def _locked(self) -> Iterator[BinaryIO]:
        with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
            file.flush()
            os.fsync(file.fileno())
