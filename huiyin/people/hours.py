"""Working hours of units, and the days that were set to work or rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.cache import cache

from huiyin.people.models import Unit
from huiyin.worktime.hours import Hours

_KEPT_SECONDS = 60


def hours_of(unit_id: int | None) -> Hours:
    """Gives the hours of a unit: its own, or its parent's, or the county's default. Takes a unit's id or None."""
    key = f"hours:{unit_id}"
    if (kept := cache.get(key)) is not None:
        return Hours.from_dict(kept)
    found: dict[str, object] = {}
    seen: set[int] = set()
    at = unit_id
    while at is not None and at not in seen and not found:
        seen.add(at)
        row = Unit.objects.filter(pk=at).values("hours", "parent_id").first()
        found, at = (row["hours"] or {}, row["parent_id"]) if row else ({}, None)
    cache.set(key, found, _KEPT_SECONDS)
    return Hours.from_dict(found)


def forget_hours(unit_ids: Iterable[int]) -> None:
    """Forgets the hours of these units: they, or those of a unit above, were changed."""
    cache.delete_many([f"hours:{pk}" for pk in unit_ids])


def days_set(start: date, days: int) -> Mapping[date, bool]:
    """Gives days declared to be worked (True) or free (False) beyond the shipped table. None yet: the table of a new year comes later."""
    return {}
