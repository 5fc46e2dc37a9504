"""The heat calendar: produce and village by month, beside what the market took in other years and what is known to take it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from huiyin.core.errors import NotThere, or_404
from huiyin.market.models import LedgerRow
from huiyin.outlook.models import Announcement, Outlet, Watch
from huiyin.outlook.months import month_of, months_from
from huiyin.outlook.rules import line_to, regions_of, visible_to
from huiyin.people.models import Person
from huiyin.people.queries.tree import tree, with_below

MONTHS, PRODUCES = 12, 60  # columns; how many sorts are drawn, those of which most comes first


@dataclass(frozen=True, slots=True)
class Cell:
    """One month of a row. `level`: 0 nothing comes, 1 to 4 how full (to half, to all, to twice, beyond), 5 nothing is known that takes it.
    `times`: of what is taken, so many hundredths; None where nothing is known."""

    month: date
    grams: int
    low: int
    high: int
    level: int
    times: int | None
    passed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A village's, or (`unit` None) the whole region's months of a produce."""

    unit: int | None
    name: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Produce:
    """A produce: the whole, its villages, and what takes it: `sold` in the best of other years by calendar month, `outlets` a month."""

    name: str
    whole: Row
    villages: Sequence[Row]
    sold: Sequence[int]
    outlets_grams: int
    watch_grams: int | None

    @property
    def ever_sold(self) -> bool:
        """Whether any month of other years is known."""
        return any(self.sold)

    @property
    def sold_beside(self) -> list[tuple[Cell, int]]:
        """Gives what was sold beside the months of the whole."""
        return list(zip(self.whole.cells, self.sold, strict=True))


@dataclass(frozen=True, slots=True)
class Calendar:
    """A region's calendar. `left_out`: sorts that are not drawn because they are too many."""

    region: int
    months: Sequence[date]
    produces: Sequence[Produce]
    left_out: int


def announcement_for(person: Person, pk: int) -> Announcement:
    """Gives an announcement this person may see. Raises NotThere."""
    return or_404(Announcement.objects.filter(visible_to(person), pk=pk).select_related("unit", "producer").first())


def announced(person: Person, after: int = 0, limit: int = 200, *, mine: bool = False) -> list[Announcement]:
    """Gives standing announcements this person may see, as they came; `mine`: those they said, as a producer or for a village."""
    found = Announcement.objects.filter(visible_to(person), withdrawn_at=None, pk__gt=after)
    if mine:
        found = found.filter(Q(producer=person) | Q(producer=None, by=person))
    return list(found.select_related("unit", "producer").order_by("pk")[:limit])


def calendar_of(person: Person, region: int, first: date | None = None) -> Calendar:
    """Gives the calendar of a region somebody answers for, twelve months from `first` (None: this one). Five questions.

    Raises NotThere for a region that is not theirs.
    """
    if region not in regions_of(person):
        raise NotThere
    months = months_from(month_of(first or timezone.localdate()), MONTHS)
    units = with_below(region)
    found = Announcement.objects.filter(unit__in=units, withdrawn_at=None, month__in=months)
    sums: dict[str, dict[int, dict[date, tuple[int, int, int]]]] = defaultdict(lambda: defaultdict(dict))
    for row in found.values("produce", "unit", "month").annotate(s=Sum("said_grams"), lo=Sum("low_grams"), hi=Sum("high_grams")):
        sums[row["produce"]][row["unit"]][row["month"]] = (row["s"], row["lo"], row["hi"])
    taken = _outlets(region)
    watches = dict(Watch.objects.filter(unit=region).values_list("produce", "grams"))
    largest = sorted(sums, key=lambda one: (-sum(s for by in sums[one].values() for s, _lo, _hi in by.values()), one))
    sold = _sold(units, largest[:PRODUCES], months)
    drawn = [_produce(name, sums[name], months, sold[name], taken.get(name, 0), watches.get(name)) for name in largest[:PRODUCES]]
    return Calendar(region, months, drawn, max(0, len(largest) - PRODUCES))


def _produce(
    name: str, by_unit: dict[int, dict[date, tuple[int, int, int]]], months: Sequence[date], sold: Sequence[int], outlets: int,
    watch: int | None,
) -> Produce:  # fmt: skip
    room = [max(one, outlets) for one in sold]
    known = tree()
    names = {unit: known.nodes[unit].unit.name if unit in known.nodes else "" for unit in by_unit}
    whole = {month: _added([one.get(month, (0, 0, 0)) for one in by_unit.values()]) for month in months}
    villages = [Row(unit, names[unit], _cells(by_unit[unit], months, room, None)) for unit in sorted(by_unit, key=lambda u: names[u])]
    return Produce(name, Row(None, "", _cells(whole, months, room, watch)), villages, sold, outlets, watch)


def _added(parts: Sequence[tuple[int, int, int]]) -> tuple[int, int, int]:
    said, low, high = (sum(column) for column in zip(*parts, strict=True)) if parts else (0, 0, 0)
    return said, low, high


def _cells(of: dict[date, tuple[int, int, int]], months: Sequence[date], room: Sequence[int], watch: int | None) -> list[Cell]:
    made = []
    for month, takes in zip(months, room, strict=True):
        grams, low, high = of.get(month, (0, 0, 0))
        times = 100 * grams // takes if takes else None
        passed = watch is not None and grams > watch
        made.append(Cell(month, grams, low, high, level_of(grams, takes), times, passed))
    return made


def level_of(grams: int, takes: int) -> int:
    """Gives how full a month is: 0 to 5, as a Cell has it."""
    if not grams:
        return 0
    if not takes:
        return 5
    return 1 if 2 * grams <= takes else 2 if grams <= takes else 3 if grams <= 2 * takes else 4


def outlets_of(region: int) -> list[Outlet]:
    """Gives the outlets that a region knows, by produce."""
    return list(Outlet.objects.filter(unit=region, ended_at=None).order_by("produce", "name"))


def watches_of(region: int) -> list[Watch]:
    """Gives the watches of a region, by produce."""
    return list(Watch.objects.filter(unit=region).order_by("produce"))


def _outlets(region: int) -> dict[str, int]:
    """What is known to take a produce each month: what the region and those around it in its tree entered, each once."""
    around = {*with_below(region), *(one.pk for one in line_to(region))}
    found = Outlet.objects.filter(unit__in=sorted(around), ended_at=None)
    return dict(found.values_list("produce").annotate(Sum("grams_a_month")))


def _sold(units: Sequence[int], produces: Sequence[str], months: Sequence[date]) -> dict[str, list[int]]:
    """What was handed over of listings that name a produce, in the best year before for each calendar month. By produce."""
    rows = LedgerRow.objects.filter(kind=LedgerRow.Kind.DELIVERED, listing__unit__in=units, at__lt=_start(months[0]))
    by_month: dict[str, dict[tuple[int, int], int]] = defaultdict(lambda: defaultdict(int))
    for title, at, grams in rows.annotate(month=TruncMonth("at")).values_list("listing__title", "month").annotate(g=Sum("grams")):
        for name in produces:
            if name in title:
                by_month[name][at.year, at.month] += grams
    return {name: [_best(by_month[name], one) for one in months] for name in produces}


def _best(by_month: dict[tuple[int, int], int], month: date) -> int:
    """The most of one calendar month in the years before."""
    return max((grams for (year, of), grams in by_month.items() if of == month.month and year < month.year), default=0)


def _start(month: date) -> datetime:
    return timezone.make_aware(datetime(month.year, month.month, 1))


def known_produces(units: Sequence[int], limit: int = 40) -> list[str]:
    """Gives the sorts announced in these units, for the form's suggestions: the latest first."""
    found = Announcement.objects.filter(unit__in=units, withdrawn_at=None).order_by("-pk").values_list("produce", flat=True)[:400]
    return list(dict.fromkeys(found))[:limit]
