"""What happened in a group becomes deliveries to the programs that are told of it.

The journal is the source: a subscription remembers up to where it looked through its group's stream, so nothing costs those who
post, and nothing is lost with a process.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from huiyin.channels.models import Delivery, Destination
from huiyin.hooks.models import Subscription
from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry

GATHER = 500  # entries looked through at once


def to_gather(going: QuerySet[Destination], now: datetime) -> QuerySet[Destination]:
    """Gives those whose group's stream has gone on, or who have deliveries left."""
    left = Delivery.objects.filter(destination=OuterRef("pk"), state__in=Delivery.OPEN)
    return going.filter(Q(subscription__group__stream__seq__gt=F("subscription__seq")) | Exists(left))


def gather(destination: Destination, now: datetime) -> int:
    """Makes deliveries of what happened since a subscription last looked. Gives how many. One transaction: none is made twice."""
    with transaction.atomic():
        subscription = Subscription.objects.select_for_update(of=("self",)).select_related("group").get(destination=destination)
        entries = Entry.objects.filter(stream=subscription.group.stream_id, seq__gt=subscription.seq).order_by("seq")
        seen = list(entries.only("pk", "seq", "kind")[:GATHER])
        if not seen:
            return 0
        named = [(entry, event) for entry in seen if (event := _event_of(entry)) in subscription.events]
        Delivery.objects.bulk_create([Delivery.to(destination, entry=entry, event=event, due_at=now) for entry, event in named])
        subscription.seq = seen[-1].seq
        subscription.save(update_fields=["seq"])
        return len(named)


def _event_of(entry: Entry) -> str:
    webhook = EVENT_TYPES[entry.kind].webhook
    return webhook.name if webhook is not None else ""
