"""What of calendars is about a person."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.personal_data import CopyPart, Fate, PersonalData, Row, at
from huiyin.people.models import Person
from huiyin.protocols.ical.models import CalendarLink

PERSONAL_DATA = [
    PersonalData("ical.calendarlink", "a key to their own calendar: of no use without them", {"person": Fate.REMOVED}),
]


def _links(person: Person) -> Iterator[Row]:
    for link in CalendarLink.objects.filter(person=person).order_by("pk"):
        yield {"what": _("Calendar link"), "name": "", "since": at(link.made_at), "used": at(link.used_at), "ended": at(link.ended_at)}


COPY = [CopyPart("keys", "calendars", gettext_lazy("Passkeys, programs, links"), 42, _links)]
