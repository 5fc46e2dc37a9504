"""What the pages of administration show: figures, lists of posts, staff, administrators, the journal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from huiyin.journal.event_types import EVENT_TYPES, STREAM_TYPES
from huiyin.journal.models import Entry, Stream
from huiyin.people.extension_points import KEPT_FROM_AUDIT
from huiyin.people.models import Administrator, Delegation, Device, Holding, Person, Post, Unit
from huiyin.people.queries.backups import last_backup
from huiyin.people.rules import runs_on
from huiyin.worktime.bounds import midnight


def system_figures() -> dict[str, Any]:
    """Gives how many units, posts, vacant posts, officials and running delegations there are, and the last backup."""
    today = timezone.localdate()
    posts = Post.objects.filter(closed_at=None)
    held = Holding.objects.filter(runs_on(today), post=OuterRef("pk"))
    return {
        "units": Unit.objects.filter(closed_at=None).count(),
        "posts": posts.count(),
        "vacant": posts.filter(~Exists(held)).count(),
        "officials": Person.objects.filter(kind=Person.Kind.OFFICIAL, erased_at=None).count(),
        "delegations": running_delegations().count(),
        "backup": last_backup(),
    }


def security_figures() -> dict[str, int]:
    """Gives how many administrators, locked persons and signed-in devices there are."""
    return {
        "administrators": Administrator.objects.count(),
        "locked": Person.objects.exclude(locked_at=None).count(),
        "devices": Device.objects.filter(ended_at=None).count(),
        "people": Device.objects.filter(ended_at=None).values("person").distinct().count(),
    }


def audit_figures() -> dict[str, Any]:
    """Gives how many streams and entries the record has, and the last entry that says it was verified."""
    return {
        "entries": Entry.objects.count(),
        "streams": Stream.objects.count(),
        "verified": Entry.objects.filter(kind="journal.verified").order_by("-at").first(),
    }


def running_delegations() -> QuerySet[Delegation]:
    """Gives the delegations that run or will, the soonest to end first."""
    rows = Delegation.objects.filter(ended_at=None, until__gte=timezone.localdate())
    return rows.select_related("post__unit", "by", "to").order_by("until", "pk")


def administrators() -> list[Administrator]:
    """Gives all administrators with their persons, by role."""
    return list(Administrator.objects.select_related("person").order_by("role", "since"))


def administering() -> QuerySet[Person]:
    """Gives the persons who administer, each with their role."""
    return Person.objects.filter(administrator__isnull=False).select_related("administrator")


def administrators_of(role: str) -> list[Person]:
    """Gives who has this role of administration, by name."""
    return list(Person.objects.filter(administrator__role=role).order_by("name"))


@dataclass(frozen=True)
class JournalFilter:
    """Which entries are looked for; empty means any. `until` is a day, included."""

    stream: str = ""
    kind: str = ""
    person: int | None = None
    since: date | None = None
    until: date | None = None

    def as_data(self) -> dict[str, Any]:
        """Gives it as the data of an entry."""
        days = {key: day.isoformat() if day else "" for key, day in (("since", self.since), ("until", self.until))}
        return {"stream": self.stream, "kind": self.kind, "person": self.person, **days}


@dataclass(frozen=True)
class Line:
    """An entry as the audit administrator reads it: ids made into names where there are any."""

    entry: Entry
    about: list[tuple[str, Any]]

    @property
    def words(self) -> Any:
        """What happened, as people call it."""
        known = EVENT_TYPES.get(self.entry.kind)
        return known.words if known else self.entry.kind

    @property
    def parts(self) -> list[tuple[Any, Any]]:
        """What it was about, each part as people call it."""
        known = EVENT_TYPES.get(self.entry.kind)
        return [(known.fields.get(key, key) if known else key, value) for key, value in self.about]


def journal_entries(wanted: JournalFilter, reader: Person, before: int | None = None) -> QuerySet[Entry]:
    """Gives entries, the latest first, before the entry with this id; none that accuse an office the reader sits in."""
    rows = Entry.objects.select_related("stream", "by").order_by("-pk")
    if kept := [pk for one in KEPT_FROM_AUDIT for pk in one.streams(reader)]:
        rows = rows.exclude(stream__in=kept)
    if wanted.stream in STREAM_TYPES:
        rows = rows.filter(Q(stream__key=wanted.stream) | Q(stream__key__startswith=f"{wanted.stream}:"))
    if wanted.kind in EVENT_TYPES:
        rows = rows.filter(kind=wanted.kind)
    if wanted.person is not None:
        rows = rows.filter(by=wanted.person)
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return rows.filter(pk__lt=before) if before else rows


def in_words(entries: Iterable[Entry]) -> list[Line]:
    """Gives entries with the persons, units and posts in their data by name. Sealed content is not opened."""
    entries = list(entries)
    ids: dict[str, set[int]] = {"person": set(), "unit": set(), "post": set()}
    meant = {"person": "person", "to": "person", "by": "person", "unit": "unit", "parent": "unit", "post": "post", "reports_to": "post"}
    for entry in entries:
        for key, value in entry.data.items():
            if key in meant and isinstance(value, int):
                ids[meant[key]].add(value)
    names: dict[str, dict[int, Any]] = {
        "person": Person.objects.in_bulk(ids["person"]),
        "unit": Unit.objects.in_bulk(ids["unit"]),
        "post": {p.pk: p for p in Post.objects.filter(pk__in=ids["post"]).select_related("unit")},
    }
    return [
        Line(
            entry,
            [
                (key, names[meant[key]].get(value, value) if key in meant else value)
                for key, value in entry.data.items()
                if value not in ("", None)
            ],
        )
        for entry in entries
    ]


def _midnight(day: date) -> datetime:
    return midnight(day, timezone.get_current_timezone())


def locked_people(limit: int = 200) -> list[Person]:
    """Gives those who are kept from signing in, the latest first."""
    return list(Person.objects.exclude(locked_at=None).filter(erased_at=None).order_by("-locked_at")[:limit])
