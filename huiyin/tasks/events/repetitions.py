"""What can happen to a task that repeats, in its own stream."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from huiyin.journal.event_types import EventType, Labels, NoticeType
from huiyin.tasks.events import recipients

FIELDS = Labels(
    repetition=pgettext_lazy("part of an entry", "repeating task"),
    group=pgettext_lazy("part of an entry", "group"),
    rhythm=pgettext_lazy("part of an entry", "how often"),
    ahead=pgettext_lazy("part of an entry", "working days ahead"),
    fields=pgettext_lazy("part of an entry", "fields"),
    because=pgettext_lazy("part of an entry", "because"),
    task=pgettext_lazy("part of an entry", "task"),
    n=pgettext_lazy("part of an entry", "number"),
    due=pgettext_lazy("part of an entry", "due"),
    late_seconds=pgettext_lazy("part of an entry", "seconds late"),
    count=pgettext_lazy("part of an entry", "count"),
    days=pgettext_lazy("part of an entry", "days"),
    handover=pgettext_lazy("part of an entry", "handover"),
    kind=pgettext_lazy("part of an entry", "kind"),
    **{"from": pgettext_lazy("part of an entry", "from")},
    to=pgettext_lazy("part of an entry", "to"),
    people=pgettext_lazy("part of an entry", "people"),
    posts=pgettext_lazy("part of an entry", "posts"),
)

EVENTS = [
    EventType("repetition.started", FIELDS("repetition", "group", "rhythm", "ahead"), pgettext_lazy("kind of entry", "Task set to repeat")),
    EventType(
        "repetition.changed",
        FIELDS("repetition", "fields", "rhythm", "ahead"),
        pgettext_lazy("kind of entry", "Repeating task changed"),
    ),
    EventType("repetition.paused", FIELDS("repetition"), pgettext_lazy("kind of entry", "Repeating task paused")),
    EventType("repetition.resumed", FIELDS("repetition"), pgettext_lazy("kind of entry", "Repeating task taken up again")),
    EventType("repetition.ended", FIELDS("repetition", "because"), pgettext_lazy("kind of entry", "Repeating task ended")),
    EventType(
        "repetition.issued",
        FIELDS("repetition", "task", "n", "due", "late_seconds"),
        pgettext_lazy("kind of entry", "Repeating task issued"),
    ),
    EventType(
        "repetition.missed",
        FIELDS("repetition", "count", "days", "because"),
        pgettext_lazy("kind of entry", "Repeating task not issued"),
        notices=(
            NoticeType(
                "repetition.missed", "issued", "refresh", "near", pgettext_lazy("notice", "A repeating task could not be issued: %(title)s")
            ),
        ),
        notifies=recipients.not_issued,
    ),
    EventType(
        "repetition.left_out",
        FIELDS("repetition", "task", "people", "posts"),
        pgettext_lazy("kind of entry", "Repeating task issued without some who were to help"),
        notices=(
            NoticeType(
                "repetition.left_out", "issued", "refresh", "near",
                pgettext_lazy("notice", "A repeating task was issued without some who were to help: %(title)s"),
            ),
        ),
        notifies=recipients.not_issued,
    ),
    EventType(
        "repetition.handed_over",
        FIELDS("repetition", "handover", "kind", "from", "to"),
        pgettext_lazy("kind of entry", "Repeating task handed over"),
    ),
]
