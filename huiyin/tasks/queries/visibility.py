"""What a person sees of tasks: their own, those of the people below them in the reporting line, those their groups show. No more."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.core.cache import cache
from django.db.models import Q, QuerySet

from huiyin.core.errors import or_404
from huiyin.db.compiled import Compiled, keys_of
from huiyin.db.lookups import IdIn
from huiyin.db.statements import in_one_go
from huiyin.groups.models import Member
from huiyin.people.models import Person
from huiyin.people.queries.holders import ask_posts
from huiyin.tasks.lines import ask_lines, lines
from huiyin.tasks.models import Assignee, Rung, Task

WIDE_KEPT_SECONDS = 60
FEW = 1000  # tasks that are looked up one by one and put in order; where there are more, the order is walked along


def posts_below(post_ids: Collection[int]) -> tuple[int, ...]:
    """Gives these posts and all that report to them, however far down, as the reporting lines are now."""
    return lines().below(post_ids)


def own_posts(person: Person) -> list[int]:
    """Gives the posts a person speaks for today: held, acting, delegated."""
    return sorted(ask_posts(person)())


@dataclass(frozen=True)
class VisibilityScope:
    """All that decides what a person sees, as ids: the databases find the tasks by their indexes, or look at one task quickly."""

    person: int
    posts: tuple[int, ...]  # spoken for today
    below: tuple[int, ...]  # these, and all that report to them
    groups: tuple[int, ...]
    others: tuple[int, ...]  # tasks they do or were told of that are none of these posts'
    book: int = 0  # as of which entry of the organisation's book: what people and units are called is known from there

    def rule(self, by_index: bool = True) -> Q:
        """Gives the condition under which a task is seen; rules.may_see says the same of one task."""
        # Nothing that is never true: SQLite looks up none of these by an index where one of them has none.
        return either("lead_post_id", self.below, by_index) | self._beside(by_index)

    def outside_the_line(self) -> Q:
        """Gives the condition under which a task is seen, and not because its lead stands below."""
        return self._beside(True) & (Q(lead_post=None) | ~Q(IdIn("lead_post_id", self.below, by_index=False)))

    def _beside(self, by_index: bool) -> Q:
        beside = Q(issuer=self.person, issuer_post=None) | either("issuer_post_id", self.posts, by_index)
        beside |= either("id", self.others, by_index)
        return beside | (Q(IdIn("group_id", self.groups, by_index), visibility=Task.Visibility.GROUP) if self.groups else Q())

    @cached_property
    def mark(self) -> str:
        """A word that is another one as soon as anything of this is another: what was counted for it may be remembered under it."""
        parts = (self.person, self.posts, _mark(self.below), self.groups, self.others)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


@lru_cache(maxsize=64)
def _mark(ids: tuple[int, ...]) -> str:
    return hashlib.sha256(repr(ids).encode()).hexdigest()


def either(column: str, ids: Sequence[int], by_index: bool = True) -> Q:
    """Gives the condition `IdIn`, or nothing where there are none: to be joined to others by |."""
    return Q(IdIn(column, ids, by_index)) if ids else Q()


def visibility_of(person: Person, posts: Sequence[int] | None = None) -> VisibilityScope:
    """Gives what decides what a person sees."""
    with in_one_go():
        held = ask_posts(person) if posts is None else lambda: set(posts)
        line, groups = ask_lines(), _groups.ask(person.pk)
    mine = tuple(sorted(held()))
    known = line()
    below = known.below(mine)
    with in_one_go():
        assigned, told = _assigned.ask(person.pk, mine), _told.ask(person.pk, below)
    others = {*assigned(), *told()}
    return VisibilityScope(person.pk, mine, below, tuple(sorted(groups())), tuple(sorted(others)), known.seq)


def _elsewhere(posts: tuple[int, ...]) -> Q:
    return Q(task__lead_post=None) | ~Q(IdIn("task__lead_post_id", posts))


_groups = Compiled[int](lambda person: Member.objects.filter(person=person, left_at=None).values_list("group", flat=True))
# What the posts' own tasks are is known by the posts; only what is left is listed one by one.
_assigned = Compiled[int](
    lambda person, mine: Assignee.objects.filter(
        Q(person=person, post=None) | Q(IdIn("post_id", mine)), _elsewhere(mine), ended_at=None
    ).values_list("task", flat=True)
)
_told = Compiled[int](
    lambda person, below: Rung.objects.filter(_elsewhere(below), person=person, fired_at__isnull=False).values_list("task", flat=True)
)


def visible_to(person: Person, posts: Sequence[int] | None = None) -> QuerySet[Task]:
    """Gives the tasks this person may see, by the same rule as a task's page (rules.may_see)."""
    return Task.objects.filter(visibility_of(person, posts).rule())


def few(found: QuerySet[Task]) -> tuple[int, ...] | None:
    """Gives the ids of these tasks, or None where there are more than a few."""
    ids = tuple(keys_of(found.order_by().values_list("pk", flat=True)[: FEW + 1]))
    return ids if len(ids) <= FEW else None


def _is_wide(line: tuple[int, ...]) -> bool:
    """Whether the tasks of these posts are more than a few. It decides how a page is found, not what is on it, and is remembered."""
    key = f"line-is-wide:{FEW}:{_mark(line)}"
    wide: bool | None = cache.get(key)
    if wide is None:
        wide = Task.objects.filter(IdIn("lead_post_id", line)).order_by().values_list("pk")[FEW : FEW + 1].exists()
        cache.set(key, wide, WIDE_KEPT_SECONDS)
    return wide


def to_order(
    rule: Callable[[bool], Q], line: Sequence[int], asked: Q, leaves_few: bool = True, walking: Q | None = None
) -> tuple[QuerySet[Task], tuple[int, ...] | None]:
    """Gives the tasks under a rule and a condition, ready to be put in order, and their ids where they are few.

    Takes the rule (with or without indexes), the posts of which most of what it lets see hangs, the condition, and whether that may leave
    few of many (not where it is a stretch of the order itself: "until now" in the order of deadlines); `walking`, the same condition as it
    is asked of each task on the way, without indexes. Few tasks are looked up by what
    makes them visible, or by the condition, then sorted. Where there are many, the order is walked along until the page is full: much of
    what stands there is seen. (Left to itself a database does the one where the other is forty times as fast.)
    """
    wide, each = bool(line) and _is_wide(tuple(line)), asked if walking is None else walking
    if wide and not (asked and leaves_few):
        return Task.objects.filter(rule(False), each), None
    ids = few(Task.objects.filter(asked, rule(not wide)))
    return (Task.objects.filter(IdIn("pk", ids)) if ids is not None else Task.objects.filter(rule(False), each)), ids


def task_for(person: Person, pk: int) -> Task:
    """Gives a task this person may see. Raises NotThere for everybody else, so that nobody learns which tasks exist: it takes the same
    questions to find that there is none of this number and that it is somebody else's."""
    concerned = ("group", "issuer", "issuer_post__unit", "lead_post__unit", "lead_unit", "message", "parent")
    return or_404(visible_to(person).select_related(*concerned).filter(pk=pk).first())
