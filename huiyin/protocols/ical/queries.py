"""What the pages of the calendar link need."""

from __future__ import annotations

from huiyin.people.models import Person
from huiyin.protocols.ical.models import CalendarLink


def link_kept(person: Person) -> CalendarLink | None:
    """Gives the link a person has now, or None."""
    return CalendarLink.objects.filter(person=person, ended_at=None).first()
