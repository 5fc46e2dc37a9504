"""What can happen to what is announced: one row a kind, with all that the house says of it. No names are in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.journal.event_types import EventType, Labels, NoticeType, Recipient, StreamType, Subject, WebhookEvent
from huiyin.journal.models import Entry, Stream
from huiyin.outlook.models import Watch
from huiyin.outlook.rules import answers_for, regions_of
from huiyin.people.models import Person, Unit
from huiyin.people.queries import holders_of_units

FIELDS = Labels(
    announcement=pgettext_lazy("part of an entry", "announcement"),
    watch=pgettext_lazy("part of an entry", "threshold"),
    unit=pgettext_lazy("part of an entry", "unit"),
    produce=pgettext_lazy("part of an entry", "produce"),
    month=pgettext_lazy("part of an entry", "month"),
    grams=pgettext_lazy("part of an entry", "grams"),
)
PREFIX = "outlook:"


def _passed(entry: Entry) -> Iterator[Recipient]:
    """Who set it, while the region is theirs; else whoever holds a post in the unit now."""
    watch = Watch.objects.select_related("by").filter(pk=entry.data["watch"]).first()
    if watch is None:
        return
    theirs = watch.by.is_active and watch.unit_id in regions_of(watch.by)
    for one in [watch.by] if theirs else holders_of_units([watch.unit_id]):
        yield Recipient(one.pk, "outlook.passed")


def _subjects(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    """A unit's announcements, for whoever answers for it."""
    units = {int(key.removeprefix(PREFIX)): pk for pk, key in Stream.objects.filter(pk__in=streams).values_list("pk", "key")}
    seen = answers_for(person)
    names = dict(Unit.objects.filter(pk__in=[one for one in units if one in seen]).values_list("pk", "name"))
    mine = set(regions_of(person))
    return {
        units[one]: Subject(reverse("outlook") + (f"?region={one}" if one in mine else ""), {"title": name}) for one, name in names.items()
    }  # fmt: skip


_HOLDS = {"outlook": {
    "announcement": ("integer", "The number of the announcement; of what was announced."),
    "watch": ("integer", "The number of the threshold; of what passed."), "unit": ("integer", "The number of the village, town or region."),
    "produce": ("string", "What it is; of what passed."), "month": ("string", "The month, by its first day: 2026-12-01."),
    "grams": ("integer", "How much, in grams."),
}}  # fmt: skip


def _body(entry: Entry) -> dict[str, Any]:
    return {"outlook": dict(entry.data)}


_SAID = FIELDS("announcement", "unit", "month", "grams")
EVENTS = [
    EventType("outlook.announced", _SAID, pgettext_lazy("kind of entry", "Produce announced"),
              webhook=WebhookEvent("outlook.announced", gettext_lazy("Produce was announced for a month"), _body, _HOLDS)),
    EventType("outlook.corrected", _SAID, pgettext_lazy("kind of entry", "Announced produce corrected")),
    EventType("outlook.withdrawn", _SAID, pgettext_lazy("kind of entry", "Announced produce withdrawn")),
    EventType("outlook.passed", FIELDS("watch", "unit", "produce", "month", "grams"),
              pgettext_lazy("kind of entry", "A month passed the threshold"),
              notices=(NoticeType("outlook.passed", "mine", "alert", "near",
                                  pgettext_lazy("notice", "More will come to market in one month than you set: %(title)s")),),
              notifies=_passed, webhook=WebhookEvent("outlook.passed", gettext_lazy("A month passed a threshold"), _body, _HOLDS)),
]  # fmt: skip
STREAMS = [StreamType("outlook", gettext_lazy("What is to come"), _subjects)]
