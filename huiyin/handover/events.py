"""What can happen to a handover, in its own stream; who is told of it, and what it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.handover.models import Handover
from huiyin.journal.event_types import EventType, Labels, NoticeType, Recipient, StreamType, Subject
from huiyin.journal.models import Entry
from huiyin.people.models import Person

FIELDS = Labels(
    handover=pgettext_lazy("part of an entry", "handover"),
    post=pgettext_lazy("part of an entry", "post"),
    **{"from": pgettext_lazy("part of an entry", "from")},
    items=pgettext_lazy("part of an entry", "items"),
    to=pgettext_lazy("part of an entry", "to"),
)


def _leaver(entry: Entry) -> list[Recipient]:
    return [Recipient(Handover.objects.values_list("leaver", flat=True).get(pk=entry.data["handover"]), entry.kind)]


def _whoever_it_goes_to(entry: Entry) -> list[Recipient]:
    return [Recipient(entry.data["to"], entry.kind)]


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
        notifies=_leaver,
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
        notifies=_leaver,
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
        notifies=_whoever_it_goes_to,
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
        notifies=_whoever_it_goes_to,
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
        notifies=_leaver,
    ),
]


def _handovers(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    """Whoever was told of a handover gives, takes or acknowledges it: its page asks again."""
    found = Handover.objects.filter(stream__in=streams).select_related("post__unit")
    return {one.stream_id: Subject(reverse("handover", args=[one.pk]), {"post": str(one.post)}) for one in found}


STREAMS = [StreamType("handover", gettext_lazy("Handovers"), _handovers)]
