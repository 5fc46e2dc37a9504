"""Reading on in an order of tasks from a place in it: its moment and its task, not a count of what comes before.

The hundredth page costs what the first does, and what is settled or issued meanwhile makes nothing come twice or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from huiyin.db.compiled import keys_of
from huiyin.tasks.models import Task
from huiyin.worktime.bounds import EPOCH, moment_of, whole_in

#: What each order goes by, and whether the newest comes first. What has no deadline comes after all that has one.
BY = {"deadline": ("deadline_at", False), "issued": ("issued_at", True), "moved": ("moved_at", True)}
SORTS: dict[str, tuple[Any, ...]] = {
    "deadline": (F("deadline_at").asc(nulls_last=True), "pk"), "issued": ("-issued_at", "-pk"), "moved": ("-moved_at", "-pk"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task stands in an order. `moment` is None for what has none."""

    moment: datetime | None
    pk: int

    def __str__(self) -> str:
        """As it stands in an address: microseconds since 1970 (none: "n"), a dot, the task."""
        micros = "n" if self.moment is None else (self.moment - EPOCH) // timedelta(microseconds=1)
        return f"{micros}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> Place | None:
        """Gives the place an address names, None for nonsense."""
        micros, _dot, pk = text[:40].partition(".")
        number, since = whole_in(pk), whole_in(micros, 17)
        moment = moment_of(since) if since is not None else None
        return cls(moment, number) if number is not None and (micros == "n" or moment is not None) else None


def place_of(task: Any, sort: str) -> Place:
    """Gives where a task, or a line of the board, stands in an order."""
    return Place(getattr(task, BY[sort][0]), task.pk)


def keys_from(found: QuerySet[Task], sort: str, place: Place | None, count: int, back: bool = False) -> list[int]:
    """Gives the ids of the next so many tasks in an order behind a place, or with `back` of those before it."""
    if place is None:
        return keys_of(found.order_by(*SORTS[sort]).values_list("pk", flat=True)[:count])
    column, newest_first = BY[sort]
    down = newest_first != back  # through the values, from the great to the small
    keys: list[int] = []
    for part in _parts(column, place, down, back):
        order = (f"-{column}", "-pk") if down else (column, "pk")
        keys += keys_of(found.filter(part).order_by(*order).values_list("pk", flat=True)[: count - len(keys)])
        if len(keys) >= count:
            break
    return keys[::-1] if back else keys


def _parts(column: str, place: Place, down: bool, back: bool) -> list[Q]:
    """What lies beyond a place, in stretches of which each has one index."""
    beyond = Q(pk__lt=place.pk) if down else Q(pk__gt=place.pk)
    if place.moment is None:
        none = Q(**{f"{column}__isnull": True}) & beyond
        return [none, Q(**{f"{column}__isnull": False})] if back else [none]
    side = "lt" if down else "gt"
    # The first condition says the same less exactly: by it the index knows where to begin.
    part = Q(**{f"{column}__{side}e": place.moment}) & (Q(**{f"{column}__{side}": place.moment}) | beyond)
    return [part] if back or column != "deadline_at" else [part, Q(**{f"{column}__isnull": True})]
