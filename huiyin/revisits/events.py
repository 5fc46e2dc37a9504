"""What is recorded of revisits, in the record of their case."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.cases.models import Recusal
from huiyin.journal.event_types import EventType, Labels, NoticeType, Recipient, Step
from huiyin.journal.models import Entry
from huiyin.people.queries import holders_of_units
from huiyin.revisits.models import Revisit

FIELDS = Labels(
    case=pgettext_lazy("part of an entry", "case"),
    unit=pgettext_lazy("part of an entry", "unit"),
    group=pgettext_lazy("part of an entry", "group"),
    due=pgettext_lazy("part of an entry", "due on"),
    how=pgettext_lazy("part of an entry", "by call or visit"),
    found=pgettext_lazy("part of an entry", "what was found"),
)
BASE = ("case", "unit", "group")
MOST = 60  # of one unit


def _to_unit(entry: Entry) -> Iterator[Recipient]:
    people = holders_of_units([entry.data["unit"]]) if entry.data["unit"] is not None else []
    out = set(Recusal.objects.filter(case=entry.data["case"]).values_list("person", flat=True))
    yield from (Recipient(person.pk, "revisit.due") for person in people[:MOST] if person.pk not in out)


def _to_author(entry: Entry) -> Iterator[Recipient]:
    author = Revisit.objects.filter(case=entry.data["case"]).values_list("case__author", flat=True).first()
    if author is not None:
        yield Recipient(author, "revisit.made")


EVENTS = [
    EventType("revisit.planned", FIELDS(*BASE, "due"), pgettext_lazy("kind of entry", "Revisit planned"),
              step=Step(gettext_lazy("Somebody looks in again in thirty days"), "calm")),
    EventType("revisit.due", FIELDS(*BASE, "due"), pgettext_lazy("kind of entry", "Revisit due"),
              notices=(NoticeType("revisit.due", "mine", "calendar", "near",
                                  pgettext_lazy("notice", "Thirty days have passed: look in again on %(title)s")),),
              notifies=_to_unit),
    EventType("revisit.made", FIELDS(*BASE, "how", "found"), pgettext_lazy("kind of entry", "Revisit made"),
              step=Step(gettext_lazy("Somebody looked in again"), "done"),
              notices=(NoticeType("revisit.made", "answers", "ok", "done",
                                  pgettext_lazy("notice", "What was found when somebody looked in again: %(title)s")),),
              notifies=_to_author, acted_on=True),
]  # fmt: skip
