"""What is recorded of households, by numbers only; and who is told that an office keeps them with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.households.models import Member
from huiyin.journal.event_types import EventType, Labels, NoticeType, Recipient, StreamType, Subject
from huiyin.journal.models import Entry
from huiyin.people.models import Person

FIELDS = Labels(
    household=pgettext_lazy("part of an entry", "household"),
    case=pgettext_lazy("part of an entry", "case"),
    unit=pgettext_lazy("part of an entry", "unit"),
    member=pgettext_lazy("part of an entry", "member"),
    person=pgettext_lazy("part of an entry", "person"),
    kind=pgettext_lazy("part of an entry", "kind"),
)
BASE = ("household", "case", "unit")


def _to_member(entry: Entry) -> Iterator[Recipient]:
    if entry.data["person"] is not None and entry.data["person"] != entry.by_id:
        yield Recipient(entry.data["person"], "household.member_added")


def _subjects(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    """To whoever belongs to it: it leads to the page of who looked."""
    rows = Member.objects.filter(person=person, household__stream__in=streams).values_list("household__stream", "household")
    words = {"title": "", "number": "", "unit": "", "group": ""}
    return {stream: Subject(reverse("who-looked"), words, [], "", f"household:{pk}") for stream, pk in rows}


STREAMS = [StreamType("household", gettext_lazy("Households"), _subjects)]
EVENTS = [
    EventType("household.made", FIELDS(*BASE), pgettext_lazy("kind of entry", "Household written down")),
    EventType("household.member_added", FIELDS(*BASE, "member", "person"), pgettext_lazy("kind of entry", "Somebody added to a household"),
              notices=(NoticeType("household.member_added", "answers", "people", "calm",
                                  pgettext_lazy("notice", "An office wrote down who you live with. Look whether that is so.")),),
              notifies=_to_member),
    EventType("household.member_removed", FIELDS(*BASE, "member"), pgettext_lazy("kind of entry", "Somebody taken out of a household")),
    EventType("household.entitled", FIELDS(*BASE, "member", "kind"),
              pgettext_lazy("kind of entry", "Entered what somebody is entitled to be seen as")),
    EventType("household.entitlement_ended", FIELDS(*BASE, "member", "kind"),
              pgettext_lazy("kind of entry", "Taken back what somebody was entitled to be seen as")),
    EventType("household.work_noted", FIELDS(*BASE, "member"), pgettext_lazy("kind of entry", "Earlier work of an office noted")),
]  # fmt: skip
