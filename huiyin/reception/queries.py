"""What the pages of receptions show."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from huiyin.cases.models import Case
from huiyin.cases.queries.listing import earlier_by_phone
from huiyin.cases.rules import Speaker
from huiyin.core.errors import NotThere, or_404
from huiyin.people.models import Post, Unit
from huiyin.people.queries import holders_for
from huiyin.reception.models import Day, DayState, Petitioner, Visit, VisitState
from huiyin.reception.rules import may_receive, received_by, units_for

AHEAD, PAGE = timedelta(days=92), 50
SHOWN_WAITING = 12
SHOWN_EARLIER = 8  # what was asked before, beside a visit
SHOWN_UNITS = 300


@dataclass
class ShownDay:
    """A reception day as everybody reads it. `sits`: who sits; `free`: how many numbers can still be booked."""

    day: Day
    sits: str
    free: int
    waiting: int = 0


def days_ahead(now: datetime) -> QuerySet[Day]:
    """Narrows to the days that are not over, the next first; those that were called off stay until they would have been over."""
    return Day.objects.filter(ends_at__gte=now, begins_at__lt=now + AHEAD).select_related("unit", "post__unit").order_by("begins_at", "pk")


def shown(days: Iterable[Day]) -> list[ShownDay]:
    """Gives days with who sits and how many numbers are free."""
    days = list(days)
    counts = {
        row["day"]: row for row in Visit.objects.filter(day__in=[day.pk for day in days]).values("day").annotate(
            taken=Count("pk", filter=Q(walk_in=False) & ~Q(state=VisitState.CANCELLED)),
            waiting=Count("pk", filter=Q(state=VisitState.WAITING)),
        )
    }  # fmt: skip
    holders = holders_for({day.post_id for day in days if day.post_id is not None})
    told = []
    for day in days:
        row = counts.get(day.pk, {"taken": 0, "waiting": 0})
        sits = [day.post.title] if day.post is not None else []
        if day.post_id in holders:
            sits.append(holders[day.post_id].person.name)
        told.append(ShownDay(day, " ".join([*sits, day.sits]).strip(), max(day.slots - row["taken"], 0), row["waiting"]))
    return told


def day_for(pk: int) -> Day:
    """Gives a day, as everybody may read it. Raises NotThere."""
    return or_404(Day.objects.filter(pk=pk).select_related("unit", "post__unit").first())


def day_at_desk(who: Speaker, pk: int) -> Day:
    """Gives a day at whose desk somebody works. Raises NotThere."""
    day = day_for(pk)
    if not may_receive(who, day):
        raise NotThere
    return day


def visit_for(pk: int) -> Visit:
    """Gives a visit; who may see it the caller asks. Raises NotThere."""
    return or_404(Visit.objects.filter(pk=pk).select_related("day__unit", "day__post", "case", "written_by").first())


def petitioners_of(visit: Visit) -> list[Petitioner]:
    """Gives who asks together at a visit, in their order."""
    return list(visit.petitioners.order_by("order"))


def before_in_line(visit: Visit) -> int:
    """Gives how many wait before a visit."""
    return visit.day.visits.filter(state=VisitState.WAITING, turn__lt=visit.turn).count()


def waiting_on(day: Day) -> QuerySet[Visit]:
    """Gives who is booked on a day and waits, by number."""
    return day.visits.filter(state=VisitState.WAITING).order_by("number")


def earlier_than(visit: Visit, who: Speaker) -> list[Case]:
    """Gives what was asked under a visit's number before: who asks the same of two offices at once is told so (art. 19)."""
    return list(earlier_by_phone(visit.phone, who).exclude(pk=visit.case_id or 0)[:SHOWN_EARLIER]) if visit.phone else []


def units_to_announce_for(who: Speaker) -> list[Unit]:
    """Gives the units for which somebody may announce a day."""
    return list(Unit.objects.filter(units_for(who)).order_by("order", "name")[:SHOWN_UNITS])


def posts_to_sit(units: Iterable[Unit]) -> QuerySet[Post]:
    """Gives the posts of these units, one of which may sit on a day."""
    return Post.objects.filter(unit__in=units, closed_at=None).select_related("unit").order_by("unit__order", "order")


@dataclass
class Line:
    """The line of a day. Each by number; names are for the desk."""

    called: list[Visit] = field(default_factory=list)
    waiting: list[Visit] = field(default_factory=list)
    passed: list[Visit] = field(default_factory=list)
    heard: list[Visit] = field(default_factory=list)


def line_of(day: Day) -> Line:
    """Gives the line of a day as it stands."""
    line = Line()
    where = {VisitState.CALLED: line.called, VisitState.WAITING: line.waiting, VisitState.PASSED: line.passed, VisitState.DONE: line.heard}
    for visit in Visit.objects.filter(day=day).exclude(state=VisitState.CANCELLED).order_by("turn", "calls", "number"):
        visit.day = day
        where[VisitState(visit.state)].append(visit)
    line.called.sort(key=lambda one: one.called_at or one.booked_at, reverse=True)
    return line


def about_when(visit: Visit) -> datetime:
    """Gives about when a booked number is called: the day's hours shared out among those who may book."""
    day = visit.day
    share = (day.ends_at - day.begins_at) / max(day.slots, 1)
    return day.begins_at + share * min(visit.number - 1, day.slots - 1)


def sits_today(who: Speaker) -> list[ShownDay]:
    """Gives the days of today at whose desk somebody works, or on which they sit."""
    if who.person is None or not who.units:
        return []
    begins = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    found = Day.objects.filter(received_by(who), state=DayState.ANNOUNCED, begins_at__gte=begins, begins_at__lt=begins + timedelta(days=1))
    return shown(found.select_related("unit", "post__unit").order_by("begins_at", "pk")[:10])


def booked_by(who: Speaker) -> list[Visit]:
    """Gives the numbers somebody's account booked that still stand."""
    if who.person is None:
        return []
    mine = Visit.objects.filter(person=who.person, ended_at=None, day__ends_at__gte=timezone.now(), day__state=DayState.ANNOUNCED)
    return list(mine.select_related("day__unit").order_by("day__begins_at")[:20])
