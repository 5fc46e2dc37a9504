"""The supervision board (督办台账): tasks within one's own line of sight, by light, unit, group, issuer … Never a figure per person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.http import urlencode

from huiyin.people.models import Person, Unit
from huiyin.people.queries import descendants
from huiyin.tasks.lights import Light
from huiyin.tasks.models import OPEN, Task
from huiyin.tasks.queries.sight import own_posts, visible_to

ROWS_A_PAGE = 40
KEPT_SECONDS = 15  # the counts above the list; the list itself is always fresh
SORTS: dict[str, tuple[Any, ...]] = {
    "deadline": (F("deadline_at").asc(nulls_last=True), "pk"), "issued": ("-issued_at", "-pk"), "moved": ("-moved_at", "-pk"),
}  # fmt: skip
NAMES = ("light", "unit", "group", "issuer", "field", "since", "until", "q", "sort")


@dataclass(frozen=True)
class View:
    """What of the board is shown. Unknown or malformed parts of an address are left out."""

    light: str = ""
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
        light = asked.get("light", "")
        return cls(
            light if light in Light.values else "", _number(asked.get("unit")), _number(asked.get("group")), _number(asked.get("issuer")),
            asked.get("field", "").strip()[:20], _day(asked.get("since")), _day(asked.get("until")), asked.get("q", "").strip()[:60],
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
        return sum(bool(getattr(self, name)) for name in ("unit", "group", "issuer", "field", "since", "until", "q"))


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) <= 15 else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


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


def tasks_on(person: Person, view: View, now: datetime, posts: list[int] | None = None) -> QuerySet[Task]:
    """Gives the tasks of a view, without its light, within the person's line of sight."""
    found = visible_to(person, posts)
    if view.unit:
        found = found.filter(lead_unit__in=[view.unit, *descendants(view.unit)])
    if view.group:
        found = found.filter(group=view.group)
    if view.issuer:
        found = found.filter(issuer=view.issuer)
    if view.field:
        found = found.filter(field=view.field)
    if view.since:
        found = found.filter(issued_at__gte=_midnight(view.since))
    if view.until:
        found = found.filter(issued_at__lt=_midnight(view.until + timedelta(days=1)))
    if view.q:
        number = view.q.lstrip("№# ")
        found = found.filter(Q(title__icontains=view.q) | Q(words__icontains=view.q) | Q(number=number))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day))


@dataclass
class Board:
    """A page of the board: the rows, whether there are more, how many tasks have each light."""

    view: View
    rows: list[Task]
    page: int
    more: bool
    counts: dict[str, int]


def board(person: Person, view: View, page: int = 1) -> Board:
    """Gives a page of the board: six queries; the counts are as of at most 15 seconds ago."""
    now, posts = timezone.now(), own_posts(person)
    found = tasks_on(person, view, now, posts)
    counts = _counts(person, view, found, now)
    shown = found.filter(light_is(view.light, now)) if view.light else found.filter(state__in=OPEN)
    start = (max(1, page) - 1) * ROWS_A_PAGE
    ordered = shown.select_related("group", "issuer", "lead_post__unit", "lead_unit").order_by(*SORTS[view.sort])
    rows = list(ordered[start : start + ROWS_A_PAGE + 1])
    return Board(view, rows[:ROWS_A_PAGE], max(1, page), len(rows) > ROWS_A_PAGE, counts)


def all_rows(person: Person, view: View, limit: int) -> list[Task]:
    """Gives all tasks of a view for a copy, at most `limit`."""
    now = timezone.now()
    found = tasks_on(person, view, now)
    shown = found.filter(light_is(view.light, now)) if view.light else found.filter(state__in=OPEN)
    return list(shown.select_related("group", "issuer", "lead_post__unit", "lead_unit").order_by(*SORTS[view.sort])[:limit])


def _counts(person: Person, view: View, found: QuerySet[Task], now: datetime) -> dict[str, int]:
    key = f"board:{person.pk}:{view.address(light='', sort='')}"[:240]
    kept: dict[str, int] | None = cache.get(key) if view.q == "" else None
    if kept is None:
        lights = [When(light_is(light, now), then=Value(light)) for light in (Light.DONE, Light.OFF, Light.LATE, Light.NEAR)]
        named = found.annotate(lit=Case(*lights, default=Value(Light.CALM.value), output_field=CharField()))
        kept = dict.fromkeys(Light.values, 0) | dict(named.order_by().values_list("lit").annotate(Count("pk")))
        if view.q == "":
            cache.set(key, kept, KEPT_SECONDS)
    return kept


def choices(person: Person) -> dict[str, list[Any]]:
    """Gives what the filters offer: units, groups, issuers and fields of tasks this person sees. Four queries, each bounded."""
    seen = visible_to(person).order_by()
    units = Unit.objects.filter(pk__in=seen.values("lead_unit"), closed_at=None).order_by("order", "pk")[:300]
    issuers = Person.objects.filter(pk__in=seen.values("issuer")).order_by("name")[:300]
    fields = seen.exclude(field="").values_list("field", flat=True).distinct().order_by("field")[:100]
    groups = seen.values_list("group_id", "group__name").distinct().order_by("group__name")[:300]
    return {"units": list(units), "issuers": list(issuers), "fields": list(fields), "groups": list(groups)}
