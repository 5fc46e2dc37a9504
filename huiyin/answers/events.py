"""What is recorded of answers, in the case's own stream. Ids only: words are sealed beside the chain, or live in the answer."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import pgettext_lazy

from huiyin.answers.models import Draft, MatterDraft
from huiyin.cases.events.recipients import case_of
from huiyin.cases.models import Recusal
from huiyin.journal.event_types import EventType, Labels, NoticeType, Recipient, Step
from huiyin.journal.models import Entry
from huiyin.people.queries import holders_of_units

FIELDS = Labels(
    case=pgettext_lazy("part of an entry", "case"),
    unit=pgettext_lazy("part of an entry", "unit"),
    group=pgettext_lazy("part of an entry", "group"),
    draft=pgettext_lazy("part of an entry", "answer in the making"),
    way=pgettext_lazy("part of an entry", "way"),
    reached=pgettext_lazy("part of an entry", "reached"),
    template=pgettext_lazy("part of an entry", "answer template"),
    on=pgettext_lazy("part of an entry", "in force"),
    matter=pgettext_lazy("part of an entry", "matter"),
    count=pgettext_lazy("part of an entry", "count"),
)
RELEASE = NoticeType("case.release", "mine", "reply", "near", pgettext_lazy("notice", "An answer waits for your release: %(title)s"))
RETURNED = NoticeType("case.returned", "mine", "reply", "near", pgettext_lazy("notice", "Your answer was sent back: %(title)s"))
RELEASE_ALL = NoticeType("matter.release", "mine", "reply", "near",
                         pgettext_lazy("notice", "One answer to like requests waits for your release: %(title)s"))  # fmt: skip
RETURNED_ALL = NoticeType("matter.returned", "mine", "reply", "near",
                          pgettext_lazy("notice", "Your answer to like requests was sent back: %(title)s"))  # fmt: skip
MOST = 60


def _colleagues(entry: Entry) -> Iterator[Recipient]:
    """Those of the unit who may release it. Of a sealed matter nobody is told: it stands on *today* of who may see it."""
    case = case_of(entry)
    if case.is_confidential:
        return
    out = set(Recusal.objects.filter(case=case).values_list("person", flat=True)) | {entry.by_id}
    people = [one for one in holders_of_units([entry.data["unit"]]) if one.pk not in out]
    yield from (Recipient(one.pk, RELEASE.name) for one in people[:MOST])


def _writer(entry: Entry) -> Iterator[Recipient]:
    writer = Draft.objects.filter(pk=entry.data["draft"]).exclude(by=entry.by_id).values_list("by", flat=True).first()
    if writer is not None:
        yield Recipient(writer, RETURNED.name)


def _colleagues_of_text(entry: Entry) -> Iterator[Recipient]:
    """Those of the unit who may release it. What hangs under a matter is never confidential."""
    people = [one for one in holders_of_units([entry.data["unit"]]) if one.pk != entry.by_id]
    yield from (Recipient(one.pk, RELEASE_ALL.name) for one in people[:MOST])


def _writer_of_text(entry: Entry) -> Iterator[Recipient]:
    writer = MatterDraft.objects.filter(pk=entry.data["draft"]).exclude(by=entry.by_id).values_list("by", flat=True).first()
    if writer is not None:
        yield Recipient(writer, RETURNED_ALL.name)


EVENTS = [
    EventType("case.answer_proposed", FIELDS("case", "unit", "group", "draft"), pgettext_lazy("kind of entry", "Answer waits for release"),
              notices=(RELEASE,), notifies=_colleagues, acted_on=True),
    EventType("case.answer_returned", FIELDS("case", "unit", "group", "draft"), pgettext_lazy("kind of entry", "Answer sent back"),
              notices=(RETURNED,), notifies=_writer, acted_on=True),
    EventType("case.answer_released", FIELDS("case", "unit", "group", "draft"), pgettext_lazy("kind of entry", "Answer released"),
              acted_on=True),
    EventType("case.answer_released_together", FIELDS("case", "unit", "group", "matter"),
              pgettext_lazy("kind of entry", "Answer released, with those to like requests"), acted_on=True),
    EventType("matter.answer_proposed", FIELDS("matter", "unit", "draft", "count"),
              pgettext_lazy("kind of entry", "One answer to like requests waits for release"),
              notices=(RELEASE_ALL,), notifies=_colleagues_of_text, acted_on=True),
    EventType("matter.answer_returned", FIELDS("matter", "unit", "draft", "count"),
              pgettext_lazy("kind of entry", "One answer to like requests sent back"),
              notices=(RETURNED_ALL,), notifies=_writer_of_text, acted_on=True),
    EventType("matter.answer_released", FIELDS("matter", "unit", "draft", "count"),
              pgettext_lazy("kind of entry", "One answer to like requests released"), acted_on=True),
    EventType("case.told_by_letter", FIELDS("case", "unit", "group", "way"), pgettext_lazy("kind of entry", "Answer sent by letter"),
              step=Step(pgettext_lazy("step of a case", "Sent to you by letter"), "calm"), acted_on=True),
    EventType("case.told_by_phone", FIELDS("case", "unit", "group", "way", "reached"),
              pgettext_lazy("kind of entry", "Answer told by telephone"),
              step=Step(pgettext_lazy("step of a case", "Told by telephone"), "calm"), acted_on=True),
    EventType("case.not_reached", FIELDS("case", "unit", "group", "way", "reached"),
              pgettext_lazy("kind of entry", "Call about an answer reached nobody"),
              step=Step(pgettext_lazy("step of a case", "Called, and nobody was reached"), "near"), acted_on=True),
    EventType("answer_template.changed", FIELDS("unit", "template"), pgettext_lazy("kind of entry", "Answer template changed")),
    EventType("answer_template.ended", FIELDS("unit", "template"), pgettext_lazy("kind of entry", "Answer template taken away")),
    EventType("second_eyes.set", FIELDS("unit", "on"), pgettext_lazy("kind of entry", "Second pair of eyes set for answers")),
]  # fmt: skip
