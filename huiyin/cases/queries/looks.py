"""Looks at what somebody asked before: the reason that was told for one is good for the day."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils import timezone

from huiyin.cases.models import Case, Look
from huiyin.people.models import Person


def latest_looks(case: Case) -> list[Look]:
    """Gives the first looks there were at what its author asked before, for its author; twenty at most."""
    return list(case.looks.select_related("unit").order_by("at")[:20])


def looks_today(case: Case, person: Person) -> QuerySet[Look]:
    """Gives the looks that somebody had from this case since midnight: one, or none."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Look.objects.filter(case=case, by=person, at__gte=midnight)


def looked_today(case: Case, person: Person | None) -> bool:
    """Tells whether somebody had a look from this case since midnight; nobody who is not signed in had."""
    return person is not None and looks_today(case, person).exists()
