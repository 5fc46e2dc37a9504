"""How often something may be done: counted in the cache that all processes share, so that a limit holds on several workers."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache

from huiyin.core.errors import TooOften


def within_limit(name: str, limit: int, seconds: int = 60, *, count: int = 1) -> bool:
    """Counts `count` more within a stretch of so many seconds that began with the first. Gives whether that is within the limit."""
    cache.add(name, 0, seconds)
    try:
        return int(cache.incr(name, count)) <= limit
    except ValueError:  # the stretch ended between the two
        return True


def throttle(name: str, limit: int, seconds: int = 60, *, count: int = 1, words: Any = None) -> None:
    """As `within_limit`; raises TooOften with `words` where the limit is passed."""
    if not within_limit(name, limit, seconds, count=count):
        raise TooOften(words, wait_seconds=seconds)
