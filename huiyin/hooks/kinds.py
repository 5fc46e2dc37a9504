"""The destinations of this app: programs that are told what happens in a group, in order, at least once (channels/actions/sending.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from huiyin.channels.extension_points import DestinationKind, Place, Said
from huiyin.channels.models import Delivery, Destination
from huiyin.hooks import payload
from huiyin.hooks.actions.gathering import gather, to_gather
from huiyin.hooks.actions.lifecycle import record_of
from huiyin.hooks.models import Subscription
from huiyin.hooks.rules import may_be_told
from huiyin.hooks.secret import secret_of


def _of(destination: Destination) -> Subscription:
    return destination.subscription


def _say(destination: Destination, claimed: Sequence[Delivery]) -> Said:
    subscription, delivery = _of(destination), claimed[0]
    body = payload.told(delivery.known_as, delivery.event, subscription.group, delivery.entry)
    return Said({"address": subscription.address, "secret": secret_of(subscription.salt)}, body, claimed)


def _stream(destination: Destination) -> int:
    return _of(destination).group.stream_id


def _stopped(destination: Destination) -> None:
    record_of(_of(destination), "subscription.stopped", None)


def _resumed(destination: Destination, by: Any) -> None:
    record_of(_of(destination), "subscription.resumed", by)


def _place(destination: Destination) -> Place:
    """An address may hold a key: only its host is shown to whoever does not own it."""
    told = _of(destination)
    words = f"{told.group.name} · {urlsplit(told.address).hostname or ''}"
    return Place(words, told.by.name)


WEBHOOK = DestinationKind(
    "webhooks", ("webhook",), _say, _place, related=("subscription__group", "subscription__by"),
    may_be_told=lambda destination: may_be_told(_of(destination)), stream=_stream, stopped=_stopped, resumed=_resumed,
    lease=timedelta(seconds=30), patience=None, until_answered=True, gather=gather, to_gather=to_gather,
)  # fmt: skip
