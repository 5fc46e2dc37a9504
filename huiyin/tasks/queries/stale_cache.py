"""What takes as long to make as the rest of a page: remembered, and made anew behind the page where somebody takes care of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from django.core.cache import cache

MAKING_SECONDS = 10  # so long one page makes it anew while the others give once more what there is
Later = list[Callable[[], object]]  # what is to be done when the page has been sent
Made = TypeVar("Made")


@dataclass(frozen=True)
class StaleCache(Generic[Made]):
    """A sort of things that are remembered, for so many seconds at the most, and for so many of them as good as new."""

    fresh_seconds: int
    kept_seconds: int

    def get(self, key: str, make: Callable[[], Made], later: Later | None) -> Made | None:
        """Gives what is remembered under a key, or None. What is no longer new is made anew: now, or, where somebody takes what is to be
        done when the page has been sent (`later`), then, and given once more meanwhile."""
        fresh = _fresh(key)
        kept = cache.get_many([key, fresh])
        if key not in kept:
            return None
        if fresh not in kept:
            if later is None:
                return self.made(key, make)
            cache.set(fresh, True, MAKING_SECONDS)
            later.append(partial(self.made, key, make))
        found: Made = kept[key]
        return found

    def made(self, key: str, make: Callable[[], Made]) -> Made:
        """Makes it, and remembers it under a key."""
        found = make()
        cache.set(key, found, self.kept_seconds)
        cache.set(_fresh(key), True, self.fresh_seconds)
        return found


def _fresh(key: str) -> str:
    return f"fresh:{key}"
