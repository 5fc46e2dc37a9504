"""Where apps above the feed add to what is told of a moment's reach."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.core.declarations import Extension, Registry


@dataclass(frozen=True)
class OrderedGrams(Extension):
    """How much was ordered by a moment, which is a branch of what it was reposted from.

    `grams` takes who asks (None: a stranger) and moments' ids; it gives grams for those of which this person may know it, 0 where nothing
    was ordered, and leaves the others out. Asked once for a whole cascade: one question to the database, not one a moment.
    """

    grams: Callable[[Any, Collection[int]], Mapping[int, int]]


ORDERED_GRAMS: Registry[OrderedGrams] = Registry("extensions", "EXTENSIONS", OrderedGrams, lambda one: one.name, only=True)


def grams_by_moment(person: Any, moments: Collection[int]) -> dict[int, int]:
    """Gives grams ordered by moments of which this person may know it, over all apps that take orders."""
    total: dict[int, int] = {}
    for one in ORDERED_GRAMS:
        for moment, grams in one.grams(person, moments).items():
            total[moment] = total.get(moment, 0) + grams
    return total
