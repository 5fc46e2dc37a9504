"""What was worked out and can be worked out again, in this process's own memory: bounded, and all of it forgotten by one call.

What all processes share, and what is counted, lies in Django's cache instead; `lru_cache` is for what depends on nothing but its arguments.
"""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from django.core.cache import cache

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")
_all: weakref.WeakSet[Memory[Any, Any]] = weakref.WeakSet()


class Memory(Generic[Key, Made]):
    """Values by key; what was not asked for longest goes first. All methods may be called from any thread."""

    def __init__(self, room: int, weigh: Callable[[Made], int] = lambda _made: 1) -> None:
        """Takes how many there may be, or how much they may weigh together."""
        self._room, self._weigh, self._weight = room, weigh, 0
        self._held: OrderedDict[Key, Made] = OrderedDict()
        self._guard = threading.Lock()
        _all.add(self)

    def __len__(self) -> int:
        return len(self._held)

    def get(self, key: Key) -> Made | None:
        """Gives what is remembered under a key, or None."""
        with self._guard:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: Key, made: Made) -> Made:
        """Remembers it, and lets the oldest go for it. Gives it."""
        with self._guard:
            self._take(key)
            self._held[key] = made
            self._weight += self._weigh(made)
            while self._weight > self._room:
                self._take(next(iter(self._held)))
        return made

    def drop(self, key: Key) -> None:
        """Forgets what is remembered under a key."""
        with self._guard:
            self._take(key)

    def drop_where(self, ended: Callable[[Made], bool]) -> None:
        """Forgets those of which this is true."""
        with self._guard:
            for key in [key for key, made in self._held.items() if ended(made)]:
                self._take(key)

    def clear(self) -> None:
        """Forgets everything."""
        with self._guard:
            self._held.clear()
            self._weight = 0

    def _take(self, key: Key) -> None:
        if key in self._held:
            self._weight -= self._weigh(self._held.pop(key))


def forget_everything() -> None:
    """Forgets all that this process remembers, and what all share: a test begins with another database."""
    for memory in list(_all):
        memory.clear()
    cache.clear()
