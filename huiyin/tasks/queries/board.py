"""The supervision board (督办台账): tasks within one's own line of sight, by light, unit, group, issuer … Never a figure per person."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.utils import timezone
from django.utils.http import urlencode

from huiyin.db.compiled import Compiled, planned_anew
from huiyin.db.lookups import IdIn, NotLookedUp
from huiyin.people.models import Person
from huiyin.people.queries.tree import with_below
from huiyin.tasks.lights import Light
from huiyin.tasks.models import OPEN, State, Task
from huiyin.tasks.queries.keyset import SORTS, Place, keys_from, place_of
from huiyin.tasks.queries.stale_cache import Later, StaleCache
from huiyin.tasks.queries.today import done_by, issued_by
from huiyin.tasks.queries.visibility import VisibilityScope, few, to_order, visibility_of
from huiyin.tasks.queries.word_search import worded
from huiyin.tasks.stale_counts import KEPT_SECONDS, acted
from huiyin.worktime.bounds import day_in, midnight, whole_in

ROWS_A_PAGE = 40
COPIED_AT_ONCE = 1000
_COUNTS: StaleCache[dict[str, int]] = StaleCache(fresh_seconds=15, kept_seconds=KEPT_SECONDS)
PARTS = ("word", "mine")  # what waits for my word; what is in my hands
NAMES = ("light", "part", "unit", "group", "issuer", "field", "since", "until", "q", "sort")


@dataclass(frozen=True)
class View:
    """What of the board is shown. Unknown or malformed parts of an address are left out."""

    light: str = ""
    part: str = ""
    unit: int | None = None
    group: int | None = None
    issuer: int | None = None
    field: str = ""
    since: date | None = None
    until: date | None = None
    q: str = ""
    sort: str = "deadline"

    @classmethod
    def from_address(cls, asked: Mapping[str, str]) -> View:
        """Gives the view an address asks for."""
        light, part = asked.get("light", ""), asked.get("part", "")
        return cls(
            light if light in Light.values else "", part if part in PARTS else "",
            whole_in(asked.get("unit")), whole_in(asked.get("group")), whole_in(asked.get("issuer")),
            asked.get("field", "").strip()[:20], day_in(asked.get("since")), day_in(asked.get("until")), asked.get("q", "").strip()[:60],
            asked["sort"] if asked.get("sort") in SORTS else "deadline",
        )  # fmt: skip

    def address(self, **changes: Any) -> str:
        """Gives the address of this view, with changes ("" takes something away)."""
        parts = {name: getattr(self, name) for name in NAMES} | changes
        if parts["sort"] == "deadline":
            parts["sort"] = ""
        return "?" + urlencode({name: value for name, value in parts.items() if value not in ("", None)})

    @property
    def filters(self) -> int:
        """How many filters are set, beside the light."""
        return sum(bool(getattr(self, name)) for name in ("part", "unit", "group", "issuer", "field", "since", "until", "q"))

    @property
    def opened(self) -> bool:
        """Whether the filters lie open: not for whose turn it is alone, where people come from *today* and want the list."""
        return self.filters > bool(self.part)


def light_is(light: str, now: datetime) -> Q:
    """Gives the condition under which a task has this light; lights.light says the same of one task."""
    waiting = Q(state="reported")
    late = (~waiting & Q(deadline_at__lte=now)) | (waiting & Q(deadline_at__lte=F("moved_at")))
    near = (~waiting & Q(near_at__lte=now)) | (waiting & Q(near_at__lte=F("moved_at")))
    return {
        Light.DONE: Q(state="settled"),
        Light.OFF: Q(state="withdrawn"),
        Light.LATE: Q(state__in=OPEN) & late,
        Light.NEAR: Q(state__in=OPEN) & near & ~late,
        Light.CALM: Q(state__in=OPEN) & ~(near & Q(near_at__isnull=False)) & ~(late & Q(deadline_at__isnull=False)),
    }[Light(light)]


def _filters(view: View, sight: VisibilityScope) -> tuple[Q, Q]:
    """The condition of a view, without its light, twice: as it is looked up, and as it is asked of each task in the order of the list,
    whose index has what it needs; left to itself SQLite looks a thousand tasks up by the unit or the period, and sorts them (measured: 12
    and 30 ms)."""
    asked = Q()
    if view.part == "word":
        asked &= issued_by(sight.person, sight.posts) & Q(state__in=[State.REPORTED, State.DECLINED], ended_at=None)
    if view.part == "mine":
        asked &= done_by(sight.person, sight.posts)
    if view.group:
        asked &= Q(group=view.group)
    if view.issuer:
        asked &= Q(issuer=view.issuer)
    if view.field:
        asked &= Q(field=view.field)
    if view.q:
        asked &= worded(view.q)  # asks the index: once for both
    beside = F("issued_at") if view.sort == "issued" else NotLookedUp("issued_at")
    return asked & _stretch(view, F("issued_at"), by_index=True), asked & _stretch(view, beside, by_index=False)


def _stretch(view: View, issued: Any, by_index: bool) -> Q:
    """The unit and the period of a view. Takes the column of the period, and whether tasks are looked up by their unit."""
    asked = Q()
    if view.unit:
        asked &= Q(IdIn("lead_unit_id", with_below(view.unit), by_index=by_index))
    if view.since:
        asked &= Q(GreaterThanOrEqual(issued, midnight(view.since, timezone.get_default_timezone())))
    if view.until:
        asked &= Q(LessThan(issued, midnight(view.until, timezone.get_default_timezone(), 1)))
    return asked


@dataclass(slots=True)
class Row:
    """A line of the board: of a task, what stands there."""

    pk: int
    number: str
    title: str
    state: str
    issued_at: datetime
    deadline_at: datetime | None
    near_at: datetime | None
    moved_at: datetime
    group: str
    issuer: str
    unit_short: str | None
    unit: str | None
    post: str | None

    @property
    def lead(self) -> str:
        """The lead's post, as posts are written; nothing for somebody without one."""
        return f"{self.unit_short or self.unit}{self.post}" if self.post else ""

    def get_state_display(self) -> str:
        """Gives the state in words, as a task does."""
        return str(State(self.state).label)


@dataclass
class Board:
    """A page of the board: the rows, how many tasks have each light, and from where the pages before and behind are read ("" for none)."""

    view: View
    rows: list[Row]
    counts: dict[str, int]
    earlier: str = ""
    later: str = ""


def board(
    person: Person, view: View, sight: VisibilityScope | None = None, after: str = "", before: str = "", later: Later | None = None
) -> Board:
    """Gives a page of the board; the counts of many tasks are as of at most 15 seconds ago. Where somebody takes
    what is to be done when the page has been sent (`later`), older ones, a minute at the most, are given once more and made anew then.

    `after` and `before` are what the page that was read said of its neighbours; nonsense, and a place with nothing behind it, is the
    beginning.
    """
    now, sight = timezone.now(), sight or visibility_of(person)
    found, counts = _found(sight, view, now, later)
    found = found.filter(_shown(view, now))
    back = Place.read(before) if not after else None
    place = Place.read(after) or back
    keys = keys_from(found, view.sort, place, ROWS_A_PAGE + 1, back is not None)
    if place is not None and len(keys) <= (ROWS_A_PAGE if back is not None else 0):  # the first page; or nothing is left behind the last
        back = place = None
        keys = keys_from(found, view.sort, None, ROWS_A_PAGE + 1)
    more = len(keys) > ROWS_A_PAGE
    rows = _rows(keys[-ROWS_A_PAGE:] if back else keys[:ROWS_A_PAGE])
    shown = Board(view, rows, counts)
    if rows and place is not None:
        shown.earlier = view.address(before=place_of(rows[0], view.sort))
    if rows and (more or back):
        shown.later = view.address(after=place_of(rows[-1], view.sort))
    return shown


def _rows(keys: Sequence[int]) -> list[Row]:
    """These rows, in this order: values and no models, which cost more than all that the database does for a page (measured)."""
    found = {values[0]: values for values in _values_of(tuple(keys))}
    return [Row(*found[pk]) for pk in keys if pk in found]


_VALUES = (
    "pk", "number", "title", "state", "issued_at", "deadline_at", "near_at", "moved_at", "group__name", "issuer__name",
    "lead_post__unit__short_name", "lead_post__unit__name", "lead_post__title",
)  # fmt: skip
_values_of = Compiled[tuple[Any, ...]](lambda keys: Task.objects.filter(IdIn("pk", keys)).order_by().values_list(*_VALUES))


def _shown(view: View, now: datetime) -> Q:
    """The condition of a view's light; with it whether they have ended, which says in which index they stand."""
    if not view.light:
        return Q(ended_at=None)
    return light_is(view.light, now) & Q(ended_at__isnull=view.light not in (Light.DONE, Light.OFF))


def rows_of_copy(person: Person, view: View, limit: int) -> Iterator[tuple[Row, str, str]]:
    """Gives all rows of a view for a copy, at most `limit`, with the lead's unit and the field; read by the thousand."""
    now, sight = timezone.now(), visibility_of(person)
    asked, walking = _filters(view, sight)
    found, _ids = to_order(sight.rule, sight.below, asked, walking=walking)
    keys = keys_from(found.filter(_shown(view, now)), view.sort, None, limit)
    for start in range(0, len(keys), COPIED_AT_ONCE):
        some = keys[start : start + COPIED_AT_ONCE]
        more = {pk: (unit or "", field) for pk, unit, field in _besides(tuple(some))}
        yield from ((row, *more[row.pk]) for row in _rows(some) if row.pk in more)


_besides = Compiled[tuple[int, str, str]](
    lambda keys: Task.objects.filter(IdIn("pk", keys)).order_by().values_list("pk", "lead_unit__name", "field")
)


def _found(sight: VisibilityScope, view: View, now: datetime, later: Later | None) -> tuple[QuerySet[Task], dict[str, int]]:
    """The tasks of a view, ready to be put in order; and how many of them have each light.

    Where they are many, counts are remembered for a few seconds under what the person sees, and until they themselves do something:
    never longer than that. Where there are any remembered, the tasks are many, and nobody counts whether they are.
    """
    key = f"board:{sight.mark}:{acted(sight.person)}:{hashlib.sha256(view.address(light='', sort='').encode()).hexdigest()[:24]}"
    asked, walking = _filters(view, sight)
    make = partial(_counted, sight, asked)
    kept = _COUNTS.get(key, make, later)
    if kept is not None:
        return Task.objects.filter(sight.rule(False), walking), kept
    found, ids = to_order(sight.rule, sight.below, asked, walking=walking)
    if ids is not None:
        return found, dict.fromkeys(Light.values, 0) | dict(_lights_of_few(ids, now))
    return found, _COUNTS.made(key, make)


def _counted(sight: VisibilityScope, asked: Q) -> dict[str, int]:
    """Counts many tasks by light: what lies below by the line, by an index alone; then what is seen besides."""
    now = timezone.now()
    below = Q(IdIn("lead_post_id", sight.below, by_index=False))
    besides = Task.objects.filter(asked & sight.outside_the_line())
    counted = few(besides)
    parts = [Task.objects.filter(below, asked), besides if counted is None else Task.objects.filter(IdIn("pk", counted))]
    counts = dict.fromkeys(Light.values, 0)
    for part in parts:
        for name, count in _lights_of(part, now).items():
            counts[name] += count
    return counts


# Spelled once: Django took longer over these conditions than a database over a thousand tasks.
_lights_of_few = Compiled[tuple[str, int]](
    lambda ids, now: Task.objects.filter(IdIn("pk", ids))
    .order_by()
    .values_list(Case(*(When(light_is(light, now), then=Value(light)) for light in Light.values)))
    .annotate(Count("pk"))
)


def _lights_of(found: QuerySet[Task], now: datetime) -> dict[str, int]:
    """Counts open tasks by light and ended ones by state: each half stands in an index of its own."""
    of_open = Case(*(When(light_is(light, now), then=Value(light)) for light in (Light.LATE, Light.NEAR)), default=Value(Light.CALM))
    counts = dict.fromkeys(Light.values, 0)
    counts |= planned_anew(found.filter(ended_at=None).order_by().values_list(of_open).annotate(Count("pk")))
    ended = dict(planned_anew(found.filter(ended_at__isnull=False).order_by().values_list("state").annotate(Count("pk"))))
    return counts | {Light.DONE.value: ended.get("settled", 0), Light.OFF.value: ended.get("withdrawn", 0)}
