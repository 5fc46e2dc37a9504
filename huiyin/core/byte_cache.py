"""What was made once for all and can be made again: posters, pages of strangers. In this process's memory, bounded in bytes."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager

from huiyin.core.memory import Memory

ROOM = 24 * 1024 * 1024  # bytes; what was not asked for longest goes first
_STRIPES = 16


class ByteCache(Memory[str, bytes]):
    """Files by key within a bounded number of bytes."""

    def __init__(self, room: int) -> None:
        super().__init__(room, len)
        self._making = [threading.Lock() for _n in range(_STRIPES)]

    def making(self, key: str) -> AbstractContextManager[object]:
        """Gives a lock for whoever makes what bears a key (in hexadecimal): who asks for the same at the same time waits for one."""
        return self._making[int(key[:4], 16) % _STRIPES]


byte_cache = ByteCache(ROOM)
