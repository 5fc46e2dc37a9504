"""The outbox: what happened in a group becomes deliveries, and deliveries are sent, in order, by a few threads of their own.

The journal is the source: a subscription remembers up to where it looked through its group's stream, so nothing costs those who
post, and nothing is lost with a process. A lease lets one thread of one process at a time send to a subscription. Between an answer
and its being written down a crash can fall: then the same delivery (the same number) is sent once more. At least once, in order.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from datetime import datetime, timedelta

from django.db import close_old_connections, connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from huiyin.core.retention_periods import gone_before
from huiyin.hooks import payload, signing
from huiyin.hooks.backoff import asked_wait, is_hopeless, wait_after
from huiyin.hooks.models import Delivery, Subscription
from huiyin.hooks.pool import Pool
from huiyin.hooks.reaching import Errand, Reply
from huiyin.hooks.rules import may_be_told
from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry
from huiyin.journal.recording import record
from huiyin.media.errors import NoCard

log = logging.getLogger(__name__)
Stopped = Subscription.Stopped
THREADS = 4
ROUND = 10  # deliveries to one subscription before others have their turn
LEASE = timedelta(seconds=30)
ROUND_SECONDS = 20  # a round ends well within its lease
GATHER = 500  # entries looked through at once
TIDY_EVERY_SECONDS = 3600
_pool = Pool(THREADS, "huiyin-hooks")
_busy: set[int] = set()
_guard = threading.Lock()
_tidied_at = 0.0


def step() -> None:
    """Called about once a second by the clockwork: hands subscriptions with something to send to the pool; never waits."""
    global _tidied_at
    if time.monotonic() - _tidied_at > TIDY_EVERY_SECONDS:
        _tidied_at = time.monotonic()
        forget_old(timezone.now())
    with _guard:
        room = max(0, THREADS * 2 - len(_busy))
        for pk in [pk for pk in _waiting(timezone.now()) if pk not in _busy][:room]:
            _busy.add(pk)
            _pool.submit(_in_pool, pk)


def _in_pool(pk: int) -> None:
    more = False
    try:
        more = send_round(pk, timezone.now()) >= ROUND
    except Exception:
        log.exception("the deliveries of subscription %s stumbled; they go on", pk)
    finally:
        close_old_connections()
        if more:  # there may be more at once; others who wait in the pool come first
            _pool.submit(_in_pool, pk)
        else:
            connection.close()
            with _guard:
                _busy.discard(pk)


def _event_of(entry: Entry) -> str:
    webhook = EVENT_TYPES[entry.kind].webhook
    return webhook.name if webhook is not None else ""


def send_due(now: datetime | None = None) -> int:
    """Sends what is due to everybody, in this thread. Gives how many deliveries were tried. For tests and the command line."""
    return sum(send_round(pk, now or timezone.now()) for pk in _waiting(now or timezone.now()))


def _waiting(now: datetime) -> list[int]:
    """The subscriptions whose time has come and whose group's stream has gone on, or who have deliveries left: one query."""
    left = Delivery.objects.filter(subscription=OuterRef("pk"), answered_at=None, next_at__lte=now)
    going = Subscription.objects.filter(stopped_at=None, ended_at=None, next_at__lte=now, leased_until__lte=now)
    found = going.filter(Q(group__stream__seq__gt=F("seq")) | Exists(left))
    return list(found.order_by("next_at", "pk").values_list("pk", flat=True)[:100])


def send_round(pk: int, now: datetime) -> int:
    """Sends to one subscription what waits for it, in order, until something fails or the round is over. Gives how many were tried."""
    leased = Subscription.objects.filter(pk=pk, stopped_at=None, ended_at=None, leased_until__lte=now).update(leased_until=now + LEASE)
    if not leased:
        return 0
    tried, until = 0, time.monotonic() + ROUND_SECONDS
    try:
        gather(pk, now)
        while tried < ROUND and time.monotonic() < until:
            delivery = _next(pk, now)
            if delivery is None:
                break
            if not may_be_told(delivery.subscription):
                _bar(pk, now)
                break
            tried += 1
            if not _send(delivery, now):
                break
    finally:
        Subscription.objects.filter(pk=pk).update(leased_until=now)
    return tried


def gather(pk: int, now: datetime) -> int:
    """Makes deliveries of what happened since a subscription last looked. Gives how many. One transaction: none is made twice."""
    with transaction.atomic():
        subscription = Subscription.objects.select_for_update(of=("self",)).select_related("group").get(pk=pk)
        entries = Entry.objects.filter(stream=subscription.group.stream_id, seq__gt=subscription.seq).order_by("seq")
        seen = list(entries.only("pk", "seq", "kind")[:GATHER])
        if not seen:
            return 0
        named = [(entry, _event_of(entry)) for entry in seen]
        made = [
            Delivery(subscription=subscription, entry=entry, event=event, next_at=now)
            for entry, event in named
            if event in subscription.events
        ]
        Delivery.objects.bulk_create(made)
        subscription.seq = seen[-1].seq
        subscription.save(update_fields=["seq"])
        return len(made)


def _next(pk: int, now: datetime) -> Delivery | None:
    """The oldest that is not answered, if its time has come: what came later waits behind it."""
    waiting = Delivery.objects.filter(subscription=pk, answered_at=None, next_at__isnull=False)
    first = waiting.select_related("subscription__group", "subscription__by", "entry").order_by("pk").first()
    if first is None or first.next_at is None or first.next_at > now or first.subscription.stopped_at or first.subscription.ended_at:
        return None
    return first


def _send(delivery: Delivery, now: datetime) -> bool:
    subscription = delivery.subscription
    with override("en"):
        said = payload.told(delivery.pk, delivery.event, subscription.group, delivery.entry)
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    headers = signing.headers(delivery, int(now.timestamp()), body)
    began = time.monotonic()
    try:
        reply: Reply | None = Errand().post(subscription.address, body, headers)
        why = ""
    except NoCard as error:
        reply, why = None, error.reason_code
    return _keep(delivery, reply, why, int((time.monotonic() - began) * 1000), now)


def _keep(delivery: Delivery, reply: Reply | None, why: str, milliseconds: int, now: datetime) -> bool:
    """Writes down what came of one attempt. Gives whether it was answered."""
    good = reply is not None and 200 <= reply.status < 300
    with transaction.atomic():
        subscription = Subscription.objects.select_for_update(of=("self",)).select_related("group").get(pk=delivery.subscription_id)
        delivery.attempts += 1
        delivery.tried_at, delivery.milliseconds = now, milliseconds
        delivery.status = reply.status if reply else None
        delivery.answer = _shown(reply.body) if reply else why
        if good:
            delivery.answered_at, delivery.next_at = now, None
            subscription.failures, subscription.failing_since, subscription.next_at = 0, None, now
        else:
            subscription.failures += 1
            subscription.failing_since = subscription.failing_since or now
            asked = asked_wait(reply.retry_after, now) if reply is not None else timedelta()
            subscription.next_at = delivery.next_at = now + max(wait_after(subscription.failures), asked)
            gone = reply is not None and reply.status == 410  # the receiver says itself that it is no more
            if gone or is_hopeless(subscription.failures, subscription.failing_since, now):
                _stop(subscription, now, Stopped.GONE if gone else Stopped.FAILURES)
        delivery.save(update_fields=["attempts", "tried_at", "milliseconds", "status", "answer", "answered_at", "next_at"])
        subscription.save(update_fields=["failures", "failing_since", "next_at", "stopped_at", "stopped_for"])
    return good


def _bar(pk: int, now: datetime) -> None:
    """The right is gone: it stops, and whoever owns the group now is told, and decides."""
    with transaction.atomic():
        subscription = Subscription.objects.select_for_update(of=("self",)).select_related("group", "by").get(pk=pk)
        if subscription.stopped_at is None and not may_be_told(subscription):
            _stop(subscription, now, Stopped.RIGHT)
            subscription.save(update_fields=["stopped_at", "stopped_for"])


def _stop(subscription: Subscription, now: datetime, why: str) -> None:
    subscription.stopped_at, subscription.stopped_for = now, why
    data = {"group": subscription.group_id, "subscription": subscription.pk}
    record(subscription.group.stream_id, "subscription.stopped", data=data)


def _shown(body: bytes) -> str:
    """The beginning of an answer, as words that can be shown: a stranger wrote it."""
    text = body[:2000].decode("utf-8", "replace")
    return "".join(c if c.isprintable() else " " for c in text)[:300].strip()


def old_ones(now: datetime) -> QuerySet[Delivery]:
    """Gives the deliveries that are past their term (thirty days) and wait for nothing."""
    old = Delivery.objects.filter(made_at__lte=gone_before("deliveries", now))
    return old.filter(Q(answered_at__isnull=False) | Q(subscription__ended_at__isnull=False))


def forget_old(now: datetime) -> int:
    """Removes the deliveries past their term that wait for nothing. Gives how many."""
    return old_ones(now).delete()[0]
