"""The cache that all processes share, in Valkey or Redis; while it does not answer, each process makes do with its own.

What lies in it are limits and things that can be computed again, never anything that was acknowledged.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
REST_SECONDS = 5.0  # after a failure the shared cache is not asked for so long: waiting for it would slow every page


class SharedCache(RedisCache):
    """Django's cache in Redis, with the process's own memory to fall back on."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._own = LocMemCache("huiyin-shared", params)
        self._rests_until = 0.0

    def _ask(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self._rests_until:
            try:
                return getattr(super(), name)(*args, **kwargs)
            except (RedisError, OSError):
                self._rests_until = time.monotonic() + REST_SECONDS
                log.warning("the shared cache does not answer; limits are counted in each process meanwhile")
        return getattr(self._own, name)(*args, **kwargs)


def _asking(name: str) -> Callable[..., Any]:
    def method(self: SharedCache, *args: Any, **kwargs: Any) -> Any:
        return self._ask(name, *args, **kwargs)

    return method


for _name in ("add", "get", "set", "touch", "delete", "get_many", "has_key", "incr", "set_many", "delete_many", "clear"):
    setattr(SharedCache, _name, _asking(_name))
