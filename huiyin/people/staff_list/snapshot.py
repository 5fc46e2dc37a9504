"""The organisation as it stands, in plain things a plan can be made on without touching the database."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.utils import timezone

from huiyin.people.models import Holding, Person, Post, Unit
from huiyin.people.reporting_line import MOST_ABOVE


@dataclass(eq=False)
class U:
    """A unit, there already (`pk`) or to be added."""

    name: str
    parent: U | None = None
    code: str = ""
    short: str = ""
    pk: int | None = None

    def path(self) -> list[str]:
        """Gives the names from the top of the tree down to this unit's own."""
        return self._path

    @cached_property
    def _path(self) -> list[str]:
        above: list[str] = []
        unit: U | None = self
        while unit is not None and len(above) <= MOST_ABOVE:
            above.append(unit.name)
            unit = unit.parent
        return above[::-1]

    @cached_property
    def full(self) -> str:
        """The path in words: "云梦县/水产局"."""
        return "/".join(self._path)

    @property
    def depth(self) -> int:
        """How many units stand above this one."""
        return len(self._path) - 1


@dataclass(eq=False)
class P:
    """A post, there already or to be added."""

    unit: U
    title: str
    reports_to: P | None = None
    pk: int | None = None

    def __str__(self) -> str:
        return f"{self.unit.short or self.unit.name}{self.title}"


@dataclass(eq=False)
class X:
    """A person, there already or to be added."""

    name: str
    phone: str | None = None
    kind: str = Person.Kind.OFFICIAL
    home: U | None = None
    pk: int | None = None


@dataclass(eq=False)
class H:
    """A holding that runs, or will."""

    post: P
    person: X
    acting: bool
    since: date
    pk: int


@dataclass
class Snapshot:
    """The open units and posts, all persons, and who holds what."""

    units: list[U] = field(default_factory=list)
    posts: list[P] = field(default_factory=list)
    persons: list[X] = field(default_factory=list)
    holdings: list[H] = field(default_factory=list)


def snapshot() -> Snapshot:
    """Gives the open units and posts, everybody, and who holds what."""
    units: dict[int, U] = {}
    parents: dict[int, int | None] = {}
    for pk, name, short, code, parent in Unit.objects.filter(closed_at=None).values_list(
        "pk", "name", "short_name", "code", "parent_id"
    ):
        units[pk], parents[pk] = U(name, None, code, short, pk), parent
    for unit, above in parents.items():
        units[unit].parent = units.get(above or 0)
    posts: dict[int, P] = {}
    superiors: dict[int, int | None] = {}
    for pk, in_unit, title, reports_to in Post.objects.filter(closed_at=None, unit__closed_at=None).values_list(
        "pk", "unit_id", "title", "reports_to_id"
    ):
        posts[pk], superiors[pk] = P(units[in_unit], title, None, pk), reports_to
    for post, superior in superiors.items():
        posts[post].reports_to = posts.get(superior or 0)
    rows = Person.objects.filter(erased_at=None).order_by("pk").values_list("pk", "name", "phone", "kind", "home_id")
    persons = {pk: X(name, phone, kind, units.get(home or 0), pk) for pk, name, phone, kind, home in rows}
    running = Holding.objects.filter(Q(until=None) | Q(until__gte=timezone.localdate())).order_by("since", "pk")
    holdings = [
        H(posts[post], persons[person], acting, since, pk)
        for pk, post, person, acting, since in running.values_list("pk", "post_id", "person_id", "acting", "since")
        if post in posts and person in persons
    ]
    return Snapshot(list(units.values()), list(posts.values()), list(persons.values()), holdings)
