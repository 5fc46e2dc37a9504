"""What of announcements is about a person: what becomes of it, what goes into a copy, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.core.personal_data import CopyPart, Fate, PersonalData, RetentionKind, Row, at
from huiyin.db.batches import delete_some
from huiyin.outlook.models import Announcement
from huiyin.people.models import Person

YEARS_KEPT = 3
_OFFICE = "what an office entered, so that a harvest finds its buyers"
PERSONAL_DATA = [
    PersonalData("outlook.announcement", "a producer's own figures for months to come; a village's are its office's",
                 {"producer": Fate.REMOVED, "by": Fate.KEPT}),
    PersonalData("outlook.keyedannouncement", "tells a repetition from something else, for nobody but them", {"by": Fate.REMOVED}),
    PersonalData("outlook.outlet", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("outlook.watch", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("outlook.passed", "that a month passed an amount: no person"),
]  # fmt: skip


def _announced(person: Person) -> Iterator[Row]:
    for one in Announcement.objects.filter(producer=person).select_related("unit").order_by("pk"):
        yield {
            "at": at(one.at), "unit": one.unit.name, "produce": one.produce, "month": f"{one.month:%Y-%m}", "words": one.words,
            "grams": one.said_grams, "note": one.note,
        }  # fmt: skip


def _old(now: datetime) -> QuerySet[Announcement]:
    today = timezone.localdate(now)
    return Announcement.objects.filter(month__lt=today.replace(year=today.year - YEARS_KEPT, day=1))


COPY = [CopyPart("outlook", "announced", pgettext_lazy("part of my data", "Produce I announced"), 82, _announced)]
RETENTION = [
    RetentionKind(
        "announcements", "outlook.announcement", pgettext_lazy("what is kept for a time", "Announced produce of months long past"), 97,
        lambda now: _old(now).count(), lambda now: delete_some(_old(now)),
    ),
]  # fmt: skip
