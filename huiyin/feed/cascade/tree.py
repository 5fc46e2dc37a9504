"""A cascade: reposts, each made from the root or from another repost. Pure arithmetic, in time linear in the reposts.

Depth and breadth are counted as the literature on cascades counts them (Goel et al., The structural virality of online diffusion):
the root is no repost and lies at depth 0, who reposts it directly at 1. Whatever comes in is survived: reposts before the one they
were made from, twice the same, made from one that is not there (an orphan), made from one another in a circle.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cascade(Generic[K]):
    """What was read. `children[None]` are those made from the root itself; `depths` holds all that a path leads to from there."""

    parents: dict[K, K | None]
    children: dict[K | None, list[K]]
    depths: dict[K, int]  # in breadth-first order: whoever stands in it stands behind what it was made from
    orphans: list[K]  # made from what is not among the reposts; what was made from them in turn is no orphan, and has no depth either
    circles: list[K]  # in a circle, or made from one in it
    repeated: int  # rows that name a repost again

    @property
    def size(self) -> int:
        """How many reposts, the root not counted, each once, orphans among them."""
        return len(self.parents)

    @property
    def breadth(self) -> int:
        """How many were made from the root itself."""
        return len(self.children.get(None, ()))

    @property
    def depth(self) -> int:
        """How far the farthest repost is from the root; 0 where nobody reposted."""
        return next(reversed(self.depths.values()), 0)

    def branch_sizes(self) -> dict[K, int]:
        """Gives how many reposts each one brought about, near and far, itself not counted; of those that a path leads to."""
        sizes = dict.fromkeys(self.depths, 0)
        for one in reversed(self.depths):
            parent = self.parents[one]
            if parent is not None:
                sizes[parent] += sizes[one] + 1
        return sizes


def read_cascade(rows: Iterable[tuple[K, K | None]], root: K | None = None) -> Cascade[K]:
    """Takes (repost, what it was made from) in any order, and the root's own name where rows use it; nothing (None, "") is the root too.

    The root's own row is passed over. Of a repost named twice the first row counts.
    """
    parents: dict[K, K | None] = {}
    repeated = 0
    for one, parent in rows:
        if root is not None and one == root:
            continue
        if one in parents:
            repeated += 1
        else:
            parents[one] = None if parent is None or parent == "" or parent == root else parent
    children: dict[K | None, list[K]] = {}
    for one, made_from in parents.items():
        children.setdefault(made_from, []).append(one)
    depths = _levels(children.get(None, []), children)
    orphans = [one for one, parent in parents.items() if parent is not None and parent not in parents]
    reached = depths.keys() | _levels(orphans, children).keys()
    circles = [one for one in parents if one not in reached]
    return Cascade(parents, children, depths, orphans, circles, repeated)


def _levels(begin: list[K], children: dict[K | None, list[K]]) -> dict[K, int]:
    """Everybody that can be reached, nearest first, with how far it is. A tree's paths never meet again, so nobody is seen twice."""
    found: dict[K, int] = {}
    level, depth = begin, 1
    while level:
        found.update(dict.fromkeys(level, depth))
        level = [child for one in level for child in children.get(one, ())]
        depth += 1
    return found
