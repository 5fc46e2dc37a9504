"""What a subscription can be told of, and the envelope it is told in; what is in it each app declares with its events."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from huiyin.groups.models import Group
from huiyin.journal.event_types import EVENT_TYPES, Parts
from huiyin.journal.models import Entry


def webhook_events() -> dict[str, Any]:
    """Gives what a subscriber chooses among: the name it is told under → words."""
    found: dict[str, Any] = {}
    for kind in EVENT_TYPES:
        if kind.webhook is not None:
            found.setdefault(kind.webhook.name, kind.webhook.words)
    return found


def webhook_parts(event: str) -> Parts:
    """Gives what the body of an event holds beside the envelope."""
    return next(kind.webhook.holds for kind in EVENT_TYPES if kind.webhook is not None and kind.webhook.name == event)


def told(delivery_id: int, event: str, group: Group, entry: Entry | None) -> dict[str, Any]:
    """Gives what a subscriber is told, as docs/developers/webhooks.md lists it. `entry` None is a test."""
    body: dict[str, Any] = {
        "delivery": delivery_id, "event": event, "group": {"id": group.pk, "name": group.name, "kind": group.kind},
    }  # fmt: skip
    if entry is None:
        return body | {"at": timezone.now().isoformat(timespec="milliseconds")}
    body |= {"seq": entry.seq, "kind": entry.kind, "at": entry.at.isoformat(timespec="milliseconds")}
    webhook = EVENT_TYPES[entry.kind].webhook
    return body | (webhook.body(entry) if webhook is not None else {})
