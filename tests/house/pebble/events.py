"""What can happen to a pebble: one row a kind, with all that the house says of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.groups.quiet import quiet_now
from huiyin.journal.event_types import (
    CardFacts,
    EventType,
    Headline,
    Labels,
    Live,
    NoticeType,
    Recipient,
    Step,
    StreamType,
    Subject,
    WebhookEvent,
)
from huiyin.journal.models import Entry
from huiyin.people.models import Person
from huiyin.people.queries import holders_for
from tests.house.pebble.models import Pebble
from tests.house.pebble.rules import visible_to

FIELDS = Labels(
    pebble=pgettext_lazy("part of an entry", "pebble"),
    group=pgettext_lazy("part of an entry", "group"),
    post=pgettext_lazy("part of an entry", "post"),
)


def _pebble(entry: Entry) -> Pebble:
    return entry.about if isinstance(entry.about, Pebble) else Pebble.objects.select_related("group").get(pk=entry.data["pebble"])


def _to_the_holder(entry: Entry) -> Iterable[Recipient]:
    held = holders_for([_pebble(entry).post_id])
    return [Recipient(one.person.pk, entry.kind) for one in held.values()]


def _to_the_author(entry: Entry) -> Iterable[Recipient]:
    return [Recipient(_pebble(entry).by_id, entry.kind)]


def _subjects(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    found = Pebble.objects.filter(visible_to(person), stream__in=streams).select_related("group")
    return {one.stream_id: Subject(reverse("pebble", args=[one.pk]), {"title": one.words, "group": one.group.name}) for one in found}


def _groups(entries: Sequence[Entry], listening: Callable[[Sequence[int]], set[int]]) -> Mapping[int, tuple[int, datetime]]:
    wanted = listening(sorted({entry.data["group"] for entry in entries}))
    near = [entry for entry in entries if entry.data["group"] in wanted]
    return {entry.pk: (entry.data["group"], quiet_now(_pebble(entry).group, entry.at) or entry.at) for entry in near}


def _card(entry: Entry) -> CardFacts:
    pebble = _pebble(entry)
    return CardFacts(pebble.words, reverse("pebble", args=[pebble.pk]), f"{pebble.pk}")


def _body(entry: Entry) -> dict[str, Any]:
    pebble = _pebble(entry)
    return {"pebble": {"id": pebble.pk, "words": pebble.words, "state": pebble.state}}


def _loaded(entries: Sequence[Entry], abouts: Sequence[Any]) -> list[Any]:
    found = Pebble.objects.in_bulk([entry.data["pebble"] for entry in entries])
    return [found.get(entry.data["pebble"]) for entry in entries]


def _told(entry: Entry, pebble: Pebble, language: str) -> dict[str, Any]:
    return {"g": pebble.group_id, "pebble": pebble.pk, "state": pebble.state}


LIVE = Live(_loaded, _told)
EVENTS = [
    EventType(
        "pebble.laid",
        FIELDS("pebble", "group", "post"),
        pgettext_lazy("kind of entry", "Pebble laid down"),
        step=Step(gettext_lazy("Laid down"), "late"),
        notices=(NoticeType("pebble.laid", "mine", "tasks", "late", pgettext_lazy("notice", "%(by)s laid down a pebble: %(title)s")),),
        notifies=_to_the_holder,
        robot=Headline("pebble", gettext_lazy("A pebble is laid down"), pgettext_lazy("headline", "New pebble"), "calm", _groups, _card),
        webhook=WebhookEvent("pebble.laid", gettext_lazy("A pebble was laid down"), _body),
        live=LIVE,
    ),
    EventType(
        "pebble.waited",
        FIELDS("pebble", "group"),
        pgettext_lazy("kind of entry", "Pebble lay for long"),
        step=Step(gettext_lazy("Lay for long"), "near"),
        notices=(NoticeType("pebble.waited", "late", "clock", "near", pgettext_lazy("notice", "A pebble waits for you: %(title)s")),),
        notifies=_to_the_holder,
        live=LIVE,
    ),
    EventType(
        "pebble.lifted",
        FIELDS("pebble", "group"),
        pgettext_lazy("kind of entry", "Pebble lifted"),
        step=Step(gettext_lazy("Lifted"), "done"),
        notices=(NoticeType("pebble.lifted", "answers", "ok", "done", pgettext_lazy("notice", "%(by)s lifted your pebble: %(title)s")),),
        notifies=_to_the_author,
        live=LIVE,
        acted_on=True,
    ),
    EventType("pebble.handed_over", FIELDS("pebble", "post"), pgettext_lazy("kind of entry", "Pebble handed over")),
]
STREAMS = [StreamType("pebble", gettext_lazy("Pebbles"), _subjects)]
