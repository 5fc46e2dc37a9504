"""What was made once for all and can be made again: posters, pages of strangers. In this process's memory, bounded in bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from contextlib import AbstractContextManager

ROOM = 24 * 1024 * 1024  # bytes; what was not asked for longest goes first
_STRIPES = 16


class Shelf:
    """Files by key within a bounded number of bytes. All methods may be called from any thread."""

    def __init__(self, room: int) -> None:
        self._room, self._held = room, 0
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._guard = threading.Lock()
        self._making = [threading.Lock() for _n in range(_STRIPES)]

    def get(self, key: str) -> bytes | None:
        """Gives a file, if it is still there."""
        with self._guard:
            found = self._files.get(key)
            if found is not None:
                self._files.move_to_end(key)
            return found

    def put(self, key: str, file: bytes) -> None:
        """Keeps a file, and lets the oldest go for it."""
        with self._guard:
            self._held += len(file) - len(self._files.pop(key, b""))
            self._files[key] = file
            while self._held > self._room and self._files:
                self._held -= len(self._files.popitem(last=False)[1])

    def clear(self) -> None:
        """Forgets everything: a test begins with another database."""
        with self._guard:
            self._files.clear()
            self._held = 0

    def making(self, key: str) -> AbstractContextManager[object]:
        """Gives a lock for whoever makes what bears a key (in hexadecimal): who asks for the same at the same time waits for one."""
        return self._making[int(key[:4], 16) % _STRIPES]


shelf = Shelf(ROOM)
