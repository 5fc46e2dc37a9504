"""What can happen at a reception: one row a kind. By numbers; who came stands in rows that go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huiyin.core.dates import clock_words
from huiyin.journal.event_types import EventType, Labels, NoticeType, Recipient, Step, StreamType, Subject
from huiyin.journal.models import Entry
from huiyin.people.models import Person
from huiyin.people.queries import holders_of_posts
from huiyin.reception.models import Day, Visit, VisitState

FIELDS = Labels(
    day=pgettext_lazy("part of an entry", "reception day"),
    unit=pgettext_lazy("part of an entry", "unit"),
    number=pgettext_lazy("part of an entry", "number"),
    walk_in=pgettext_lazy("part of an entry", "came without booking"),
    calls=pgettext_lazy("part of an entry", "times called"),
    petitioners=pgettext_lazy("part of an entry", "petitioners"),
    read_back_at=pgettext_lazy("part of an entry", "read back at"),
)


def _day(entry: Entry) -> Day:
    return entry.about if isinstance(entry.about, Day) else Day.objects.get(pk=entry.data["day"])


def _who_sits(entry: Entry) -> Iterable[Recipient]:
    day = _day(entry)
    sits = holders_of_posts([day.post_id]) if day.post_id else []
    return [Recipient(person.pk, entry.kind) for person in sits if person.pk != entry.by_id]


def _who_booked(entry: Entry) -> Iterable[Recipient]:
    waiting = Visit.objects.filter(day=entry.data["day"], state=VisitState.WAITING, person__isnull=False)
    people = {*waiting.values_list("person", flat=True), *(one.person for one in _who_sits(entry))}
    return [Recipient(pk, entry.kind) for pk in sorted(people)]


def _subjects(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    found = Day.objects.filter(stream__in=streams).select_related("unit")
    return {one.stream_id: _subject(one) for one in found}


def _subject(day: Day) -> Subject:
    words = {"title": f"{day.unit.name} · {clock_words(day.begins_at)}", "group": "", "unit": day.unit.name}
    return Subject(reverse("reception-day", args=[day.pk]), words)


ANNOUNCED = NoticeType("reception.announced", "mine", "calendar", "calm", pgettext_lazy("notice", "You sit at a reception: %(title)s"))
CANCELLED = NoticeType("reception.cancelled", "mine", "calendar", "near", pgettext_lazy("notice", "A reception was called off: %(title)s"))
LINE = ("day", "number")


def _kind(verb: str, words: Any, *more: str) -> EventType:
    return EventType(f"visit.{verb}", FIELDS(*LINE, *more), words)


EVENTS = [
    EventType("reception.announced", FIELDS("day", "unit"), pgettext_lazy("kind of entry", "Reception day announced"),
              notices=(ANNOUNCED,), notifies=_who_sits),
    EventType("reception.cancelled", FIELDS("day", "unit"), pgettext_lazy("kind of entry", "Reception day called off"),
              notices=(CANCELLED,), notifies=_who_booked),
    EventType("reception.heard", FIELDS("day", "unit", "read_back_at"), pgettext_lazy("kind of entry", "Heard at a reception, read back"),
              step=Step(pgettext_lazy("step of a case", "Heard at a reception; taken down, read back and agreed"), "calm")),
    _kind("booked", pgettext_lazy("kind of entry", "Number given"), "walk_in"),
    _kind("cancelled", pgettext_lazy("kind of entry", "Number given back")),
    _kind("called", pgettext_lazy("kind of entry", "Number called"), "calls"),
    _kind("absent", pgettext_lazy("kind of entry", "Called and not there"), "calls"),
    _kind("passed", pgettext_lazy("kind of entry", "Called three times and passed over"), "calls"),
    _kind("returned", pgettext_lazy("kind of entry", "Passed over, and here after all")),
    _kind("written", pgettext_lazy("kind of entry", "Words taken down"), "petitioners"),
    _kind("agreed", pgettext_lazy("kind of entry", "Read back and agreed")),
    _kind("registered", pgettext_lazy("kind of entry", "Registered as a request")),
    _kind("done", pgettext_lazy("kind of entry", "Heard")),
]  # fmt: skip
STREAMS = [StreamType("reception", pgettext_lazy("streams", "Reception days"), _subjects)]
