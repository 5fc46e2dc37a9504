"""Where each repost stands on paper: the root in the middle, what was made from it around it, later ones clockwise of earlier ones.

A radial tree with the angle shared out by what each branch brought about. Those that carry others, many views or orders are drawn as
marks; all small ones of a branch together as seeds around the mark they came from, as on a dandelion. No recursion, no library.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, cos, pi, sin, sqrt

from huiyin.feed.cascade.tree import read_cascade

RADIUS = 146.0
MARKS_LIMIT, ALL_MARKED, DOTS_LIMIT = 240, 60, 4000  # marks at most; up to how many reposts each is one; dots at most
WIDEST = pi * 1.1  # of the circle, for one branch: its lines must not cross the middle
COIL_FROM = 14  # levels; what is deeper winds around the middle, so that a long chain is a line of its own and not a short stroke
INKED = 0.1  # of the circle, at most, for all marks together
_GOLDEN = (sqrt(5) - 1) / 2


@dataclass(frozen=True, slots=True)
class Node:
    """A moment of the cascade: its id, what it was made from, a name where the viewer may see one, views, grams ordered by its branch."""

    id: int
    parent: int | None
    name: str = ""
    views: int = 0
    grams: int = 0


@dataclass(slots=True)
class Mark:
    """One that is drawn by itself: where, how large, with how many reposts behind it and how many of these as seeds (sold: with orders)."""

    node: Node
    level: int
    behind: int = 0
    seeds: int = 0
    sold: int = 0
    weight: float = 1.0
    begin: float = 0.0
    end: float = 2 * pi
    x: float = 0.0
    y: float = 0.0
    r: float = 3.0
    carrier: Mark | None = None
    carried: list[Mark] = field(default_factory=list)


Dot = tuple[float, float, Mark, bool]  # where, the mark it hangs on, whether an order came by it


@dataclass(slots=True)
class Layout:
    """Marks, the root's first, each behind the one it hangs on; dots, each for `dot_for` reposts."""

    marks: list[Mark]
    dots: list[Dot]
    dot_for: int
    size: int
    breadth: int
    depth: int
    lost: int  # reposts that no path leads to: not drawn


def lay_out(root: Node, reposts: Sequence[Node]) -> Layout:
    """Takes the root and all its reposts in any order, oldest first where it matters; gives places within RADIUS of (0, 0)."""
    cascade = read_cascade(((one.id, one.parent) for one in reposts), root.id)
    nodes = {one.id: one for one in reposts}
    sizes = cascade.branch_sizes()
    chosen = _chosen(nodes, cascade.parents, sizes)
    top = Mark(root, 0, len(sizes))
    drawn = [top]
    anchors: dict[int, Mark] = {}
    for one in cascade.depths:
        parent = cascade.parents[one]
        carrier = anchors[parent] if parent is not None else top
        if one in chosen:
            mark = Mark(nodes[one], carrier.level + 1, sizes[one], carrier=carrier)
            anchors[one] = mark
            drawn.append(mark)
            carrier.carried.append(mark)
        else:
            anchors[one] = carrier
            carrier.seeds += 1
            carrier.sold += nodes[one].grams > 0
    _size(drawn)
    dot_for = max(1, ceil((len(sizes) - len(chosen)) / DOTS_LIMIT))
    dots = _place(drawn, dot_for)
    return Layout(drawn, dots, dot_for, cascade.size, cascade.breadth, cascade.depth, cascade.size - len(sizes))


def _chosen(nodes: dict[int, Node], parents: dict[int, int | None], sizes: dict[int, int]) -> set[int]:
    """The reposts that are drawn by themselves, always with all on the way to them."""
    if len(sizes) <= ALL_MARKED:
        return set(sizes)
    views = max(1, max((nodes[one].views for one in sizes), default=0))
    grams = max(1, max((nodes[one].grams for one in sizes), default=0))
    scores: dict[int, float] = {}
    for one, size in sizes.items():
        node = nodes[one]
        often = node.views / views if node.views * 8 >= views else 0.0
        if score := size / len(sizes) + often + node.grams / grams:
            scores[one] = score
    chosen: set[int] = set()
    for one in sorted(scores, key=lambda one: (-scores[one], one)):
        if len(chosen) == MARKS_LIMIT:
            break
        path: list[int] = []
        step: int | None = one
        while step is not None and step not in chosen and len(path) + len(chosen) <= MARKS_LIMIT:
            path.append(step)
            step = parents[step]
        if len(path) + len(chosen) <= MARKS_LIMIT:
            chosen.update(path)
    return chosen


def _size(marks: list[Mark]) -> None:
    """Area by views; the more marks, the smaller the largest. And what each branch weighs when the circle is shared out."""
    most = max(1, max(mark.node.views for mark in marks))
    crowded = sum(mark.node.views for mark in marks) / most  # how many of the largest they are together
    largest = min(15.0, RADIUS * sqrt(INKED / crowded)) if crowded else 2.2
    for mark in reversed(marks):
        mark.r = round(2.0 + max(0.0, largest - 2.0) * sqrt(mark.node.views / most), 1)
        mark.weight += mark.r / 2 + mark.seeds**0.8
        if mark.carrier is not None:
            mark.carrier.weight += mark.weight
    marks[0].r = max(marks[0].r, 5.0)


def _place(marks: list[Mark], dot_for: int) -> list[Dot]:
    """Gives each mark its part of its carrier's part of the circle, and its seeds what is between."""
    rings = _rings(marks)
    levels = len(rings) - 1
    coil = 2 * pi * min(5.0, (levels - COIL_FROM) / 30) / levels if levels > COIL_FROM else 0.0
    dots: list[Dot] = []
    for mark in marks:
        middle = (mark.begin + mark.end) / 2 + coil * mark.level
        mark.x, mark.y = _at(rings[mark.level], middle)
        seeds = ceil(mark.seeds / dot_for)
        gap = mark.seeds**0.8 / (len(mark.carried) or 1)
        whole = sum(one.weight for one in mark.carried) + (mark.seeds**0.8) or 1.0
        at, planted = mark.begin, 0
        for n, one in enumerate(mark.carried):
            share = (mark.end - mark.begin) * one.weight / whole
            between = (mark.end - mark.begin) * gap / whole
            one.begin, one.end = at, at + share
            if share > WIDEST:
                one.begin, one.end = at + (share - WIDEST) / 2, at + (share + WIDEST) / 2
            upto = seeds * (n + 1) // len(mark.carried)
            dots += _seeds(mark, at + share, at + share + between, range(planted, upto), rings, coil)
            at, planted = at + share + between, upto
        if not mark.carried:
            dots += _seeds(mark, mark.begin, mark.end, range(seeds), rings, coil)
    return dots


def _rings(marks: list[Mark]) -> list[float]:
    """How far each level is from the middle: the more stands on one, the more room it has."""
    crowds = [0.0] * (max(mark.level + (mark.seeds > 0) for mark in marks) + 1)
    for mark in marks:
        crowds[mark.level] += 1
        if mark.seeds:
            crowds[mark.level + 1] += mark.seeds
    crowds[0] = 0.0
    shares = [sqrt(crowd) for crowd in crowds]
    inner, whole, levels = marks[0].r + 4, sum(shares) or 1.0, max(1, len(crowds) - 1)
    rings = [0.0]
    for share in shares[1:]:
        rings.append((rings[-1] or inner) + (RADIUS - inner) * (0.5 * share / whole + 0.5 / levels))
    return rings


def _seeds(mark: Mark, begin: float, end: float, which: range, rings: list[float], coil: float) -> list[Dot]:
    """Seeds of one gap, scattered evenly over the area between this ring and the next."""
    if not which:
        return []
    near, far = rings[mark.level], rings[mark.level + 1]
    low, high = (near + (far - near) * 0.4) ** 2, far**2
    if end - begin > WIDEST and mark.level:
        begin, end = (begin + end - WIDEST) / 2, (begin + end + WIDEST) / 2
    sold = mark.sold / mark.seeds
    turn = coil * (mark.level + 1)
    dots = []
    for k, n in enumerate(which):
        x, y = _at(sqrt(low + (high - low) * (n * _GOLDEN % 1.0)), begin + (end - begin) * (k + 0.5) / len(which) + turn)
        dots.append((x, y, mark, int((n + 1) * sold) > int(n * sold)))  # spread evenly: which of them it was is not drawn
    return dots


def _at(radius: float, angle: float) -> tuple[float, float]:
    """Angles begin at twelve o'clock and go as a clock does."""
    return radius * sin(angle), -radius * cos(angle)
