"""Revisits that are due, on *today* of who answers for them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from huiyin.cases.rules import speaker_of
from huiyin.core.today import Section, remembered
from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.people.models import Person
from huiyin.people.queries import posts_held
from huiyin.revisits.models import Revisit
from huiyin.revisits.rules import theirs

SHOWN, MOST = 8, 100


def _due(person: Person) -> QuerySet[Revisit]:
    found = Revisit.objects.filter(theirs(speaker_of(person)), due_on__lte=timezone.localdate())
    return found.select_related("case", "unit").order_by("due_on", "pk")


_due_in = Compiled[int](
    lambda units, day: Revisit.objects.filter(IdIn("unit_id", units), due_on__lte=day, done_at=None, dropped_at=None)
    .order_by()
    .values_list("pk", flat=True)[:1]
)


def _any_due(person: Person) -> bool:
    """Whether any is due in the units a person holds a post in; who sees which is asked only then. Most days there is none."""
    units = {held.unit_id for held in posts_held([person.pk])}
    return bool(units) and bool(_due_in(tuple(sorted(units)), timezone.localdate()))


def _count(person: Person) -> int:
    return _due(person)[:MOST].count() if person.kind == Person.Kind.OFFICIAL and _any_due(person) else 0


def _found(person: Person) -> Any:
    return list(_due(person)[:SHOWN]) if person.kind == Person.Kind.OFFICIAL else None


TODAY = (remembered("revisits", 60, _count),)
SECTIONS = (Section("revisits", 56, _found, "revisits/_today.html"),)
