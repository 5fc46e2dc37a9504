"""The directory: the tree of units, a unit's page, a person's page; each in a bounded number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from huiyin.core.errors import or_404
from huiyin.db.trees import upward
from huiyin.people.models import Delegation, Person, Post, Unit
from huiyin.people.queries.holders import Held, Holder, delegates_for, own_holders, posts_of
from huiyin.people.queries.tree import UnitNode, tree, unit_path
from huiyin.people.reporting_line import line_up
from huiyin.people.rules import may_see_phone


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
    """What a unit's page shows: the units above it, its open posts, the units right below it."""

    unit: Unit
    path: list[Unit]
    posts: list[PostLine]
    below: list[UnitNode]
    line: list[PostLine]  # from the unit's head upward, nearest first


@dataclass(frozen=True)
class PersonPage:
    """What a person's page shows to one viewer: their posts, and for whom they act or who acts for them today or later."""

    person: Person
    posts: list[Held]
    line: list[PostLine]  # from the first post upward, that post first
    reports: list[PostLine]  # the posts that report to it
    acts_for: list[Delegation]
    stood_for_by: list[Delegation]
    phone: str  # "" where the viewer may not see it


def person_for(pk: int) -> Person:
    """Gives a person who is not erased; who may see them the caller asks. Raises NotThere."""
    return or_404(Person.objects.filter(pk=pk, erased_at=None).first())


def person_with_number(phone: str) -> Person | None:
    """Gives whose number this is, as `clean_phone` writes it, locked or not; None for nobody's."""
    return Person.objects.filter(phone=phone, erased_at=None).first()


def official_with_number(phone: str) -> Person | None:
    """Gives who in office has this number, as `clean_phone` writes it; None for nobody's, and for whoever holds no office."""
    return Person.objects.filter(phone=phone, erased_at=None, kind=Person.Kind.OFFICIAL).first()


def units_named(pks: Collection[int]) -> QuerySet[Unit]:
    """Gives these units, closed ones too, by their names."""
    return Unit.objects.filter(pk__in=pks).order_by("name")


def directory(unit: Unit) -> UnitPage:
    """Gives what an open unit's page shows."""
    known = tree()
    node = known.nodes.get(unit.pk)
    posts = list(Post.objects.filter(unit=unit, closed_at=None).select_related("unit", "reports_to__unit").order_by("order", "pk"))
    placed = _in_order_of_line(posts)
    above = _posts_above(placed[0][0]) if placed else []
    ids = [post.pk for post in (*posts, *above)]
    holders, delegates = own_holders(ids), delegates_for(ids)
    return UnitPage(
        unit,
        known.path(unit.pk) if node else unit_path(unit),
        [PostLine(p, holders.get(p.pk), delegates.get(p.pk), depth, p.reports_to) for p, depth in placed],
        node.below if node else [],
        [PostLine(p, holders.get(p.pk), delegates.get(p.pk)) for p in above],
    )


def person_page(person: Person, viewer: Any) -> PersonPage:
    """Gives what a person's page shows to this viewer."""
    posts = posts_of(person)
    line: list[PostLine] = []
    reports: list[PostLine] = []
    own = next((held for held in posts if not held.delegated), None)
    if own is not None:
        line = _with_holders(_posts_above(own.post, itself=True))
        nearest = list(Post.objects.filter(reports_to=own.post, closed_at=None).select_related("unit"))
        reports = _with_holders(nearest) if nearest else []
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


def _posts_above(post: Post, itself: bool = False) -> list[Post]:
    line = ([post.pk] if itself else []) + line_up(post.pk, upward("people_post", "reports_to_id", post.pk, "closed_at IS NULL").get)
    if not line:
        return []
    posts = Post.objects.select_related("unit").in_bulk(line)
    return [posts[pk] for pk in line]


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
