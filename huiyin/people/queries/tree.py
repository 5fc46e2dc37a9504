"""The tree of open units: read once and kept until the organisation's record goes on, which every process sees at once.

A city has 4,000 units, and their tree stands beside every person and unit. Reading it took 80 ms on SQLite, 194 on PostgreSQL; asking for
the head of the record takes one row.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils import timezone

from huiyin.core.memory import Memory
from huiyin.db.compiled import Compiled
from huiyin.db.trees import upward
from huiyin.journal.models import Stream
from huiyin.people import book
from huiyin.people.models import Holding, Unit
from huiyin.people.reporting_line import line_up
from huiyin.people.rules import runs_on


@dataclass
class UnitNode:
    """A unit in the tree, with those below it, how many posts are held in it today, and in all of them. Shared: only to be read."""

    unit: Unit
    depth: int
    held: int = 0
    held_below: int = 0
    below: list[UnitNode] = field(default_factory=list)


@dataclass
class Tree:
    """The open units. `drawn`: what was made of them for pages, thrown away with them."""

    roots: list[UnitNode]
    nodes: dict[int, UnitNode]
    names: list[tuple[str, int]]  # each unit's name, and its short name, in small letters
    drawn: dict[Any, Any] = field(default_factory=dict)

    def path(self, pk: int) -> list[Unit]:
        """Gives the units above one, the topmost first; [] for a unit that is not open."""
        line = line_up(pk, lambda one: node.unit.parent_id if (node := self.nodes.get(one)) else None)
        return [self.nodes[one].unit for one in reversed(line) if one in self.nodes]


_head = Compiled[str](lambda: Stream.objects.filter(key=book.STREAM).values_list("head", flat=True))
_kept: Memory[tuple[str, date], Tree] = Memory(1)  # the head is a hash over all that happened: no two states have the same


def tree() -> Tree:
    """Gives the tree of open units as it is now."""
    if book.is_open():  # something is being changed here, and its head is not written yet
        return _read(timezone.localdate())
    known = (_head.first() or "", timezone.localdate())
    return _kept.get(known) or _kept.put(known, _read(known[1]))


def unit_tree() -> list[UnitNode]:
    """Gives the open units as a tree, the roots of it."""
    return tree().roots


def with_below(unit_id: int) -> tuple[int, ...]:
    """Gives a unit's id and those of all open units below it, in order."""
    known = tree()
    found: tuple[int, ...] | None = known.drawn.get(("below", unit_id))
    if found is None:
        waiting = [known.nodes[unit_id]] if unit_id in known.nodes else []
        ids = {unit_id}
        while waiting:
            nearer = waiting.pop().below
            ids.update(node.unit.pk for node in nearer)
            waiting += nearer
        found = known.drawn["below", unit_id] = tuple(sorted(ids))
    return found


def units_in_a_row() -> list[tuple[int, str]]:
    """Gives the open units for choosing, in the order of the tree: (id, name, moved in by its depth)."""
    known = tree()
    found: list[tuple[int, str]] | None = known.drawn.get("in a row")
    if found is None:
        found, waiting = [], list(reversed(known.roots))
        while waiting:
            node = waiting.pop()
            found.append((node.unit.pk, "　" * node.depth + node.unit.name))
            waiting += sorted(node.below, key=lambda one: (one.unit.order, one.unit.pk), reverse=True)
        known.drawn["in a row"] = found
    return found


def descendants(unit_id: int) -> list[int]:
    """Gives the ids of all open units below one."""
    below: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent in Unit.objects.filter(closed_at=None).values_list("pk", "parent_id"):
        below[parent].append(pk)
    found: list[int] = []
    waiting = [unit_id]
    while waiting:
        nearer = below.pop(waiting.pop(), [])
        found += nearer
        waiting += nearer
    return found


def unit_path(unit: Unit) -> list[Unit]:
    """Gives the units above this one, the topmost first."""
    line = line_up(unit.pk, upward("people_unit", "parent_id", unit.pk).get)
    units = Unit.objects.in_bulk(line)
    return [units[pk] for pk in reversed(line)]


def _read(today: date) -> Tree:
    held = dict(Holding.objects.filter(runs_on(today)).order_by().values_list("post__unit").annotate(held=Count("pk")))
    nodes = {u.pk: UnitNode(u, 0, held.get(u.pk, 0)) for u in Unit.objects.filter(closed_at=None)}
    roots: list[UnitNode] = []
    for node in nodes.values():
        above = nodes.get(node.unit.parent_id or 0)
        (above.below if above else roots).append(node)
        if above:
            node.unit.parent = above.unit
    _count(roots)
    names = [(name.lower(), pk) for pk, node in nodes.items() for name in {node.unit.name, node.unit.short_name} if name]
    return Tree(roots, nodes, names)


def _count(roots: list[UnitNode]) -> None:
    """Gives every node its depth and how many are held below it, however deep the tree is."""
    order = list(roots)
    for node in order:  # it grows while it is gone through: each storey after the one above
        for one in node.below:
            one.depth = node.depth + 1
        order += node.below
    for node in reversed(order):
        node.held_below = node.held + sum(one.held_below for one in node.below)
