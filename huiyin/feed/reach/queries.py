"""How far a moment reached, and what became of it, for who may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from huiyin.core.errors import or_404
from huiyin.feed.cascade.layout import Node
from huiyin.feed.cascade.tree import read_cascade
from huiyin.feed.models import DayViewers, Moment, ReportedReach, Share, Views
from huiyin.feed.reach.extension_points import grams_by_moment
from huiyin.feed.rules import visible_to
from huiyin.people.models import Person


@dataclass(frozen=True, slots=True)
class Reach:
    """The figures of one moment, without its reposts' own views. `viewers` is a sum of days; `by_code` begins with "", from inside."""

    views: int
    viewers: int
    likes: int
    comments: int
    reposts: int
    by_hour: list[tuple[datetime, int]]
    by_code: list[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class Branch:
    """A repost (or the moment itself) that the viewer may see. `grams` is None where they may not know what was ordered by it."""

    id: int
    parent: int | None
    by: int | None  # nobody of what was deleted
    name: str
    views: int
    grams: int | None

    def node(self) -> Node:
        """Gives it as the picture takes it."""
        return Node(self.id, self.parent, self.name, self.views, self.grams or 0)


@dataclass(frozen=True, slots=True)
class SeenCascade:
    """A moment and what was made of it, as one viewer may see it: figures of all, branches of those they may see, `hidden` the others."""

    size: int
    depth: int
    breadth: int
    root: Branch
    reposts: list[Branch]
    hidden: int


def reach_of(moment: Moment) -> Reach:
    """Gives the figures of a moment as they are written: up to a second behind, in which views wait in memory."""
    hours: dict[datetime, int] = {}
    codes: dict[str, int] = {"": 0}
    for hour, code, count in Views.objects.filter(moment=moment).order_by("hour").values_list("hour", "code", "count"):
        hours[hour] = hours.get(hour, 0) + count
        codes[code] = codes.get(code, 0) + count
    viewers = DayViewers.objects.filter(moment=moment).aggregate(all=Coalesce(Sum("count"), 0))["all"]
    outside = sorted(((code, count) for code, count in codes.items() if code), key=lambda one: (-one[1], one[0]))
    reposts = len(_below(moment)[0])
    return Reach(
        sum(hours.values()), viewers, moment.likes, moment.comments, reposts, list(hours.items()), [("", codes[""]), *outside]
    )  # fmt: skip


def code_of(moment: Moment, code: str) -> str:
    """Gives the code under which somebody came, "" where it is none of this moment's: nobody makes up a branch."""
    return code if code and Share.objects.filter(moment=moment, code=code).exists() else ""


def version_of(moment: Moment) -> str:
    """Gives what changes whenever a figure or the cascade does, for two short questions: an open page asks it every few seconds."""
    whole = Moment.objects.filter(Q(pk=moment.pk) | Q(root=moment.begins))
    told = whole.aggregate(Count("pk"), Count("deleted_at"), Count("hidden_at"), Sum("likes"), Sum("comments"))
    views = Views.objects.filter(_of_cascade(moment)).aggregate(all=Coalesce(Sum("count"), 0))["all"]
    figures = "-".join(str(figure) for figure in (*told.values(), views, ReportedReach.objects.filter(moment=moment).count()))
    # A sum: the figures of reposts that this viewer may not see are not theirs to subtract.
    return blake2b(figures.encode(), digest_size=8).hexdigest()


def reported_of(moment: Moment) -> list[ReportedReach]:
    """Gives what others' accounts say, the latest first."""
    return list(ReportedReach.objects.filter(moment=moment).select_related("by")[:100])


def reported_under(moment: Moment, pk: int) -> ReportedReach:
    """Gives what another's account says of a moment. Raises NotThere."""
    return or_404(ReportedReach.objects.filter(moment=moment, pk=pk).first())


def views_by_hour(moment: Moment) -> list[tuple[datetime, str, int]]:
    """Gives how often a moment was looked at: (hour, code, views), by hour, then by code."""
    return list(Views.objects.filter(moment=moment).order_by("hour", "code").values_list("hour", "code", "count"))


def cascade_of(moment: Moment, person: Person | None) -> SeenCascade:
    """Gives what became of a moment they may see. Takes who asks, None for a stranger. A repost's is the branch below it."""
    depths, parents, breadth = _below(moment)
    whole = Q(pk=moment.pk) | Q(root=moment.begins)
    views = dict(Views.objects.filter(_of_cascade(moment)).values_list("moment").annotate(Sum("count")))
    rows = Moment.objects.filter(whole).filter(visible_to(person)).order_by("pk")
    seen = {row[0]: row for row in rows.values_list("pk", "by", "by__name", "account__name", "deleted_at") if row[0] in depths}
    grams = grams_by_moment(person, [moment.pk, *seen])

    def branch(row: Any, parent: int | None) -> Branch:
        pk, by, name, account, deleted = row
        shown = "" if deleted else str(account or name)
        return Branch(pk, parent, None if deleted else by, shown, views.get(pk, 0), grams.get(pk))

    root = Moment.objects.filter(pk=moment.pk).values_list("pk", "by", "by__name", "account__name", "deleted_at").get()
    reposts = [branch(row, _nearest(pk, parents, seen, moment.pk)) for pk, row in seen.items()]
    depth = next(reversed(depths.values()), 0)
    return SeenCascade(len(depths), depth, breadth, branch(root, None), reposts, len(depths) - len(seen))


def _below(moment: Moment) -> tuple[dict[int, int], dict[int, int | None], int]:
    """What was made from a moment: each one's depth below it; of all what it was made from; how many directly."""
    cascade = read_cascade(Moment.objects.filter(root=moment.begins).order_by("pk").values_list("pk", "parent"), moment.pk)
    return cascade.depths, cascade.parents, cascade.breadth


def _of_cascade(moment: Moment) -> Q:
    return Q(moment=moment.begins) | Q(moment__root=moment.begins)


def _nearest(pk: int, parents: dict[int, int | None], seen: dict[int, Any], top: int) -> int:
    """What a branch hangs on for this viewer: the nearest on its way that they may see; in the end the moment itself."""
    step = parents[pk]
    while step is not None and step not in seen:
        step = parents[step]
    return top if step is None else step
