"""How often something may be done: counted in the cache that all processes share, so that a limit holds on several workers."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Hashable
from typing import Any

from django.core.cache import cache

from huiyin.core.errors import TooOften
from huiyin.core.memory import Memory

_KEY = 200  # characters; memcached takes 250, prefix and version among them


def counted(name: str, seconds: int = 60, *, count: int = 1) -> int:
    """Counts `count` more within a stretch of so many seconds that began with the first. Gives how many it are now.

    Takes a name that may hold what somebody outside typed: not every cache takes every character in a key, or many of them.
    """
    key = _key(name)
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key, count))
    except ValueError:  # the stretch ended between the two
        return count


def within_limit(name: str, limit: int, seconds: int = 60, *, count: int = 1) -> bool:
    """Counts as `counted`. Gives whether that is within the limit."""
    return counted(name, seconds, count=count) <= limit


def _key(name: str) -> str:
    if len(name) <= _KEY and name.isascii() and name.isprintable() and " " not in name:
        return name
    return "name:" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()


def throttle(name: str, limit: int, seconds: int = 60, *, count: int = 1, words: Any = None) -> None:
    """As `within_limit`; raises TooOften with `words` where the limit is passed."""
    if not within_limit(name, limit, seconds, count=count):
        raise TooOften(words, wait_seconds=seconds)


def first_within(name: str, seconds: float) -> bool:
    """Whether nobody did this in so many seconds before; whoever asks does it now."""
    return bool(cache.add(_key(name), 1, seconds))


class ProcessThrottle:
    """A limit counted in this process alone, a stretch of seconds after the other: where asking the shared cache would cost more than what
    is asked for."""

    def __init__(self, limit: int, seconds: int = 60, most: int = 10_000) -> None:
        """Takes the limit of each within the seconds, and how many are counted at once."""
        self.limit, self.seconds = limit, seconds
        self._counts: Memory[Hashable, tuple[int, int]] = Memory(most)

    def __call__(self, who: Hashable) -> None:
        """Counts one more. Raises TooOften where the limit is passed."""
        stretch = int(time.monotonic() // self.seconds)
        before, count = self._counts.get(who) or (stretch, 0)
        count = count + 1 if before == stretch else 1
        self._counts.put(who, (stretch, count))
        if count > self.limit:
            raise TooOften(wait_seconds=self.seconds)
