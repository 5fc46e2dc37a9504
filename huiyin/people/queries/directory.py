"""The directory: the tree of units, a unit's page, a person's page; each in a bounded number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from huiyin.people.models import Delegation, Holding, Person, Post, Unit
from huiyin.people.queries.holders import Held, Holder, delegates_for, own_holders, posts_of, runs_on, upward
from huiyin.people.reporting_line import line_up
from huiyin.people.rules import may_see_phone


@dataclass
class UnitNode:
    """A unit in the tree, with those below it and how many posts are held in it today."""

    unit: Unit
    depth: int
    held: int = 0
    below: list[UnitNode] = field(default_factory=list)

    @property
    def held_below(self) -> int:
        """How many posts are held in the unit and all below it."""
        return self.held + sum(node.held_below for node in self.below)


@dataclass(frozen=True)
class PostLine:
    """A post with who holds it, who acts for it meanwhile, and the one it reports to; `depth` is its place below the unit's head."""

    post: Post
    holder: Holder | None
    delegate: Holder | None = None
    depth: int = 0
    above: Post | None = None


@dataclass(frozen=True)
class UnitPage:
    unit: Unit
    path: list[Unit]
    posts: list[PostLine]
    below: list[UnitNode]
    line: list[PostLine]  # from the unit's head upward, nearest first


@dataclass(frozen=True)
class PersonPage:
    person: Person
    posts: list[Held]
    line: list[PostLine]  # from the first post upward, that post first
    reports: list[PostLine]  # the posts that report to it
    acts_for: list[Delegation]
    stood_for_by: list[Delegation]
    phone: str  # "" where the viewer may not see it


def unit_tree() -> list[UnitNode]:
    """Gives the open units as a tree, the roots of it. Two queries."""
    running = Holding.objects.filter(runs_on(timezone.localdate())).order_by().values_list("post__unit").annotate(held=Count("pk"))
    held = dict(running)
    nodes = {u.pk: UnitNode(u, 0, held.get(u.pk, 0)) for u in Unit.objects.filter(closed_at=None)}
    roots: list[UnitNode] = []
    for node in nodes.values():
        above = nodes.get(node.unit.parent_id or 0)
        (above.below if above else roots).append(node)
    _set_depths(roots)
    return roots


def descendants(unit_id: int) -> list[int]:
    """Gives the ids of all open units below one. One query."""
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
    """Gives the units above this one, the topmost first. Two queries."""
    line = line_up(unit.pk, upward("people_unit", "parent_id", unit.pk).get)
    units = Unit.objects.in_bulk(line)
    return [units[pk] for pk in reversed(line)]


def directory(unit: Unit, roots: list[UnitNode] | None = None) -> UnitPage:
    """Gives what a unit's page shows. Takes the tree where the page has it already. Nine queries, however large the unit; seven with it."""
    roots = unit_tree() if roots is None else roots
    below: list[UnitNode] = next((node.below for node in _walk(roots) if node.unit.pk == unit.pk), [])
    posts = list(Post.objects.filter(unit=unit, closed_at=None).select_related("unit", "reports_to__unit").order_by("order", "pk"))
    ids = [p.pk for p in posts]
    holders, delegates = own_holders(ids), delegates_for(ids)
    placed = _in_order_of_line(posts)
    line = _line_above(placed[0][0]) if placed else []
    return UnitPage(
        unit,
        unit_path(unit),
        [PostLine(p, holders.get(p.pk), delegates.get(p.pk), depth, p.reports_to) for p, depth in placed],
        below,
        line,
    )


def person_page(person: Person, viewer: Any) -> PersonPage:
    """Gives what a person's page shows to this viewer. Nine queries at most."""
    posts = posts_of(person)
    line: list[PostLine] = []
    reports: list[PostLine] = []
    own = next((held for held in posts if not held.delegated), None)
    if own is not None:
        line = _line_above(own.post, itself=True)
        nearest = list(Post.objects.filter(reports_to=own.post, closed_at=None).select_related("unit"))
        reports = _with_holders(nearest)
    today = timezone.localdate()
    running = Delegation.objects.filter(Q(to=person) | Q(by=person), ended_at=None, until__gte=today)
    running = running.select_related("post__unit", "by", "to").order_by("since", "pk")
    return PersonPage(
        person,
        posts,
        line,
        reports,
        [d for d in running if d.to_id == person.pk],
        [d for d in running if d.by_id == person.pk],
        (person.phone or "") if may_see_phone(viewer, person) else "",
    )


def _line_above(post: Post, itself: bool = False) -> list[PostLine]:
    line = ([post.pk] if itself else []) + line_up(post.pk, upward("people_post", "reports_to_id", post.pk, "closed_at IS NULL").get)
    posts = Post.objects.select_related("unit").in_bulk(line)
    return _with_holders([posts[pk] for pk in line])


def _with_holders(posts: list[Post]) -> list[PostLine]:
    ids = [post.pk for post in posts]
    holders, delegates = own_holders(ids), delegates_for(ids)
    return [PostLine(post, holders.get(post.pk), delegates.get(post.pk)) for post in posts]


def _in_order_of_line(posts: list[Post]) -> list[tuple[Post, int]]:
    """Gives a unit's posts as an outline of who reports to whom within it: (post, depth)."""
    here = {post.pk for post in posts}
    below: dict[int | None, list[Post]] = defaultdict(list)
    for post in posts:
        below[post.reports_to_id if post.reports_to_id in here else None].append(post)
    placed: list[tuple[Post, int]] = []
    waiting = [(post, 0) for post in reversed(below[None])]
    while waiting:
        post, depth = waiting.pop()
        placed.append((post, depth))
        waiting += [(p, depth + 1) for p in reversed(below[post.pk])]
    return placed


def _set_depths(nodes: list[UnitNode], depth: int = 0) -> None:
    for node in nodes:
        node.depth = depth
        _set_depths(node.below, depth + 1)


def _walk(nodes: list[UnitNode]) -> Any:
    for node in nodes:
        yield node
        yield from _walk(node.below)
