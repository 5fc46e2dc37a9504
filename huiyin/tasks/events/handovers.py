"""What can happen to a handover, in its own stream."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from huiyin.journal.event_types import EventType, Labels, NoticeType
from huiyin.tasks.events import recipients

FIELDS = Labels(
    handover=pgettext_lazy("part of an entry", "handover"),
    post=pgettext_lazy("part of an entry", "post"),
    **{"from": pgettext_lazy("part of an entry", "from")},
    items=pgettext_lazy("part of an entry", "items"),
    to=pgettext_lazy("part of an entry", "to"),
)

EVENTS = [
    EventType(
        "handover.opened",
        FIELDS("handover", "post", "from", "items"),
        pgettext_lazy("kind of entry", "Handover opened"),
        notices=(
            NoticeType(
                "handover.opened",
                "mine",
                "forward",
                "near",
                pgettext_lazy("notice", "Your handover is ready to be looked through: %(post)s"),
            ),
        ),
        notifies=recipients.handover_opened,
    ),
    EventType(
        "handover.named",
        FIELDS("handover", "to"),
        pgettext_lazy("kind of entry", "Successor named"),
        notices=(
            NoticeType(
                "handover.named", "mine", "forward", "near", pgettext_lazy("notice", "Somebody takes your post, hand it over: %(post)s")
            ),
        ),
        notifies=recipients.successor_named,
    ),
    EventType("handover.cancelled", FIELDS("handover"), pgettext_lazy("kind of entry", "Handover taken back before leaving")),
    EventType(
        "handover.given",
        FIELDS("handover", "to", "items"),
        pgettext_lazy("kind of entry", "Handed over, signed"),
        notices=(
            NoticeType(
                "handover.given", "mine", "forward", "near", pgettext_lazy("notice", "%(by)s handed over to you, please sign: %(post)s")
            ),
        ),
        notifies=recipients.handover_given,
    ),
    EventType(
        "handover.passed",
        FIELDS("handover", "to", "items"),
        pgettext_lazy("kind of entry", "Handed to a third person"),
        notices=(
            NoticeType(
                "handover.passed",
                "mine",
                "forward",
                "near",
                pgettext_lazy("notice", "Something of a handover comes to you, please acknowledge: %(post)s"),
            ),
        ),
        notifies=recipients.handover_given,
    ),
    EventType(
        "handover.acknowledged",
        FIELDS("handover", "to", "items"),
        pgettext_lazy("kind of entry", "Acknowledged by the third person"),
    ),
    EventType(
        "handover.taken",
        FIELDS("handover", "to"),
        pgettext_lazy("kind of entry", "Taken over, signed"),
        notices=(NoticeType("handover.taken", "mine", "ok", "done", pgettext_lazy("notice", "%(by)s signed the handover: %(post)s")),),
        notifies=recipients.handover_taken,
    ),
]
