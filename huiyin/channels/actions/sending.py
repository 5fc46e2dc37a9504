"""A destination's deliveries are sent, after commit, by threads of their own (rounds.py): retried with backoff, never knowingly twice.

A lease lets one thread of one process at a time send by a destination. What came of an attempt is written down after it; where a process
ends before that nobody knows what had left.

Robots and mailboxes are told at most once: each delivery is claimed (state "sending", under the destination's row) before a byte of it
leaves; what was handed over whole and not answered is not sent again, it may have arrived, and is shown so; what a process that ended had
in its hands is sent once more (`recovered`) and no third time, so a kill doubles at most the one delivery each thread held. A mail bears
the same Message-ID both times. Webhooks are told at least once and in order: whatever was not answered is sent again, under the same
number, before what came later (`DestinationKind.until_answered`).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from huiyin.channels.actions.attempting import GIVE_UP, STATES, attempt
from huiyin.channels.backoff import is_hopeless, wait_after
from huiyin.channels.extension_points import DESTINATION_KINDS, DestinationKind, kind_of
from huiyin.channels.models import Delivery, Destination
from huiyin.channels.registry import TRANSPORTS
from huiyin.channels.transport import Outcome
from huiyin.core.retention_periods import gone_before
from huiyin.journal.models import Stream

State = Delivery.State
Stopped = Destination.Stopped
ROUND = 10  # deliveries of one destination before others have their turn
ROUND_SECONDS = 20


def send_round(pk: int, now: datetime | None = None) -> int:
    """Sends what waits for one destination until something fails or the round is over. Gives how many were tried. `now`: for tests."""
    at = now or timezone.now()
    free = Destination.objects.filter(pk=pk, stopped_at=None, ended_at=None, next_at__lte=at, leased_until__lte=at)
    found = free.first()
    if found is None:
        return 0
    kind = kind_of(found.channel)
    lease = at + kind.lease
    if not free.update(leased_until=lease):
        return 0
    tried, until = 0, time.monotonic() + ROUND_SECONDS
    try:
        _recover(pk, kind)
        kind.gather(found, at)
        while tried < ROUND and time.monotonic() < until:
            first = _next(pk, kind, now or timezone.now())
            if first is None or _barred(first, kind, now):
                break
            claimed, lease = ([first], lease) if kind.until_answered else _claim(pk, kind, lease, now)
            if not claimed:
                break
            tried += len(claimed)
            if not _keep(kind, claimed, *_send(kind, claimed), now):
                break
    finally:
        Destination.objects.filter(pk=pk, leased_until=lease).update(leased_until=now or timezone.now())
    return tried


def _due(pk: int, at: datetime) -> QuerySet[Delivery]:
    return Delivery.objects.filter(destination=pk, state=State.WAITING, due_at__lte=at)


def _next(pk: int, kind: DestinationKind, at: datetime) -> Delivery | None:
    """Gives what is first in line, with all that is asked of its destination; None where it has stopped or pauses.

    What is told until it is answered needs no claim: whoever takes the lease after a process that ended sends it again anyway.
    """
    order = ("pk",) if kind.until_answered else ("due_at", "pk")
    related = [f"destination__{name}" for name in kind.related]
    first = _due(pk, at).select_related("entry", "destination", *related).order_by(*order).first()
    if first is None or first.destination is None:
        return None
    there = first.destination
    if there.stopped_at or there.ended_at or there.next_at > at:
        return None
    first.attempts, first.tried_at = first.attempts + 1, at
    return first


def _recover(pk: int, kind: DestinationKind) -> None:
    """Whoever held the lease before ended in the middle: what was in their hands is sent once more, and never a third time."""
    if kind.until_answered:
        return
    lost = Delivery.objects.filter(destination=pk, state=State.SENDING)
    lost.filter(recovered=True).update(state=State.UNCLEAR)
    lost.update(state=State.WAITING, recovered=True)


def _barred(first: Delivery, kind: DestinationKind, now: datetime | None) -> bool:
    """Whether it is told in the name of somebody who no longer may: then it stops, and whoever owns the group now is told, and decides."""
    assert first.destination is not None
    if kind.may_be_told(first.destination):
        return False
    with transaction.atomic():
        _lock_stream(kind, first.destination)
        destination = _locked(first.destination.pk, kind)
        if destination.stopped_at is None and not kind.may_be_told(destination):
            _stop(kind, destination, now or timezone.now(), Stopped.RIGHT)
            destination.save(update_fields=["stopped_at", "stopped_for"])
    return True


def _locked(pk: int, kind: DestinationKind) -> Destination:
    return Destination.objects.select_for_update(of=("self",)).select_related(*kind.related).get(pk=pk)


def _lock_stream(kind: DestinationKind, destination: Destination) -> None:
    """Before the destination, as those who keep robots and webhooks do."""
    stream = kind.stream(destination)
    if stream is not None:
        Stream.locked(stream)


def _claim(pk: int, kind: DestinationKind, lease: datetime, now: datetime | None) -> tuple[list[Delivery], datetime]:
    """Takes the first that is due into our hands, and the lease further. Gives it (and what goes in the same letter), or nothing, and
    until when the lease runs."""
    at = now or timezone.now()
    with transaction.atomic():
        destination = _locked(pk, kind)
        if destination.leased_until != lease or destination.stopped_at or destination.ended_at or destination.next_at > at:
            return [], lease
        if kind.patience is not None:
            _due(pk, at).filter(due_at__lt=at - kind.patience).update(state=State.GIVEN_UP)
        due = _due(pk, at).select_related("entry", "notice").order_by("due_at", "pk")
        first = due.first()
        if first is None:
            return [], lease
        if (wait := _full(destination, at)) is not None:
            Destination.objects.filter(pk=pk).update(next_at=wait)
            return [], lease
        destination.leased_until = at + kind.lease
        destination.save(update_fields=["leased_until"])
        claimed = list(kind.with_it(first, due))
        for one in claimed:
            one.destination, one.state, one.attempts, one.tried_at = destination, State.SENDING, one.attempts + 1, at
            one.save(update_fields=["state", "attempts", "tried_at"])
        return claimed, destination.leased_until


def _full(destination: Destination, at: datetime) -> datetime | None:
    """Until when to hold back: these programs stop listening to a robot that says too much in a minute."""
    most, minute = TRANSPORTS[destination.channel].a_minute, timedelta(minutes=1)
    if not most:
        return None
    said = destination.deliveries.filter(tried_at__gt=at - minute).order_by("tried_at").values_list("tried_at", flat=True)
    times = [moment for moment in said[:most] if moment is not None]
    return times[0] + minute if len(times) >= most else None


def _send(kind: DestinationKind, claimed: Sequence[Delivery]) -> tuple[Outcome | None, set[int], int]:
    destination = claimed[0].destination
    assert destination is not None
    language = destination.person.language if destination.person is not None else destination.language
    # What is told in order waits behind what we stumble over; elsewhere one thing holds up no other.
    return attempt(claimed, language, lambda: kind.say(destination, claimed), "later" if kind.until_answered else "refused")


def _keep(
    kind: DestinationKind, claimed: Sequence[Delivery], outcome: Outcome | None, told: set[int], milliseconds: int, now: datetime | None
) -> bool:
    """Writes down what came of one attempt. Gives whether the next may be tried at once."""
    at = now or timezone.now()
    assert claimed[0].destination is not None
    with transaction.atomic():
        if outcome is not None and outcome.result in ("wrong", "later", "unclear"):
            _lock_stream(kind, claimed[0].destination)
        destination = Destination.objects.select_for_update().get(pk=claimed[0].destination.pk)
        if outcome is not None and not (outcome.result == "sent" and destination.goes_well(at)):
            _judge(kind, destination, outcome, at)
            destination.save(update_fields=destination.OF_TROUBLE)
        for one in claimed:
            one.state, one.answer = State.SPARED, ""
            if outcome is not None and one.pk in told:
                one.state, one.answer = STATES[outcome.result], outcome.said
                one.status, one.milliseconds = outcome.status, milliseconds
            one.save(update_fields=["state", "attempts", "tried_at", "answer", "status", "milliseconds"])
    return outcome is None or outcome.result in ("sent", "refused")


def _judge(kind: DestinationKind, destination: Destination, outcome: Outcome, at: datetime) -> None:
    """What an attempt means for the ones after it."""
    destination.trouble = "" if outcome.result == "sent" else outcome.said
    if outcome.result == "sent":
        destination.failures, destination.failing_since, destination.next_at = 0, None, at
    elif outcome.result == "limited":
        destination.next_at = at + timedelta(seconds=outcome.wait)
    elif outcome.result == "wrong":
        _stop(kind, destination, at, Stopped.WRONG)
    elif outcome.result in ("later", "unclear"):
        destination.failures += 1
        destination.failing_since = destination.failing_since or at
        destination.next_at = at + max(wait_after(destination.failures), timedelta(seconds=outcome.wait))
        # Who is not reached may be reached again; who answers the same for a day will go on so.
        if outcome.coded and is_hopeless(destination.failures, destination.failing_since, at):
            _stop(kind, destination, at, Stopped.FAILURES)


def _stop(kind: DestinationKind, destination: Destination, at: datetime, why: str) -> None:
    destination.stopped_at, destination.stopped_for = at, why
    kind.stopped(destination)


def give_up_old(now: datetime) -> int:
    """Gives up what fell due more than a day ago, also by destinations that are stopped. Gives how many."""
    patient = [channel for kind in DESTINATION_KINDS if kind.patience is None for channel in kind.channels]
    old = Delivery.objects.filter(state=State.WAITING, due_at__lt=now - GIVE_UP, destination__isnull=False)
    return old.exclude(channel__in=patient).update(state=State.GIVEN_UP)


def old_ones(now: datetime) -> QuerySet[Delivery]:
    """Gives the deliveries that are past their term (thirty days) and wait for nothing."""
    return Delivery.objects.filter(made_at__lte=gone_before("deliveries", now)).exclude(state__in=Delivery.OPEN)


def forget_old(now: datetime) -> int:
    """Removes the deliveries past their term that wait for nothing. Gives how many."""
    return old_ones(now).delete()[0]
