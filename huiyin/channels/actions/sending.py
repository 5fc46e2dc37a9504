"""The outbox is emptied, after commit, by threads of its own: retried with backoff, never twice.

A lease lets one thread of one process at a time send by a destination; under its row each delivery is claimed (state "sending") before
a byte of it leaves, and what came of it is written down after. What was handed over whole and not answered is not sent again: it may
have arrived, and is shown so. One exception remains: where a process ends between the two writes nobody knows what had left. Such a
delivery is sent once more, and only once (`recovered`): so a kill doubles at most the one delivery each thread had in its hands.
A mail bears the same Message-ID both times. A delivery is given up a day after it fell due.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import close_old_connections, connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import override

from huiyin.channels import cards
from huiyin.channels.models import Delivery, Destination
from huiyin.channels.registry import CHANNELS, ROBOTS
from huiyin.channels.robots import Card, Outcome
from huiyin.channels.rules import may_be_mailed, may_be_told
from huiyin.channels.sealing import Unreadable, unseal
from huiyin.core.retention_periods import gone_before
from huiyin.hooks.backoff import is_hopeless, wait_after
from huiyin.hooks.pool import Pool
from huiyin.journal.event_types import notice_types
from huiyin.journal.models import Stream
from huiyin.journal.recording import record

log = logging.getLogger(__name__)
State = Delivery.State
THREADS = 4
MAIL_THREADS = 2  # of their own: a mail server that hangs holds no robot up
ROUND = 10  # deliveries of one destination before others have their turn
ROUND_SECONDS = 20
LETTER = 50  # things one letter says
LEASE = timedelta(minutes=4)  # longer than any one sending: a mail's ten steps of ten seconds
GIVE_UP = timedelta(days=1)
TIDY_EVERY_SECONDS = 3600
_pools = {"robots": Pool(THREADS, "huiyin-robots"), "mail": Pool(MAIL_THREADS, "huiyin-mail")}
_busy: set[int] = set()
_guard = threading.Lock()
_tidied_at = 0.0


def step() -> None:
    """Called about once a second by the clockwork: hands destinations with something to send to the threads; never waits."""
    global _tidied_at
    if time.monotonic() - _tidied_at > TIDY_EVERY_SECONDS:
        _tidied_at = time.monotonic()
        give_up_old(timezone.now())
        forget_old(timezone.now())
    with _guard:
        room = max(0, THREADS * 4 - len(_busy))
        for pk, channel in [row for row in _waiting(timezone.now()) if row[0] not in _busy][:room]:
            _busy.add(pk)
            _pools["robots" if channel in ROBOTS else "mail"].submit(_in_pool, pk)


def _in_pool(pk: int) -> None:
    try:
        send_round(pk)
    except Exception:
        log.exception("the deliveries of destination %s stumbled; they go on", pk)
        close_old_connections()
    finally:
        connection.close()
        with _guard:
            _busy.discard(pk)


def send_due() -> int:
    """Sends what is due by every destination, in this thread. Gives how many deliveries were tried. For tests and the command line."""
    return sum(send_round(pk) for pk, _channel in _waiting(timezone.now()))


def _waiting(now: datetime) -> list[tuple[int, str]]:
    """The destinations whose time has come and that have something to send: one query."""
    due = Delivery.objects.filter(state__in=(State.WAITING, State.SENDING), due_at__lte=now).values("destination")
    going = Destination.objects.filter(pk__in=due, stopped_at=None, ended_at=None, next_at__lte=now, leased_until__lte=now)
    return list(going.order_by("next_at", "pk").values_list("pk", "channel")[:100])


def send_round(pk: int) -> int:
    """Sends what waits for one destination, oldest first, until something fails or the round is over. Gives how many were tried."""
    now = timezone.now()
    lease = now + LEASE
    free = Destination.objects.filter(pk=pk, stopped_at=None, ended_at=None, next_at__lte=now, leased_until__lte=now)
    if not free.update(leased_until=lease):
        return 0
    tried, until = 0, time.monotonic() + ROUND_SECONDS
    try:
        _recover(pk)
        while tried < ROUND and time.monotonic() < until:
            if _barred(pk):
                break
            claimed, lease = _claim(pk, lease)
            if not claimed:
                break
            tried += len(claimed)
            if not _keep(claimed, *_send(claimed)):
                break
    finally:
        Destination.objects.filter(pk=pk, leased_until=lease).update(leased_until=timezone.now())
    return tried


def _recover(pk: int) -> None:
    """Whoever held the lease before ended in the middle: what was in their hands is sent once more, and never a third time."""
    lost = Delivery.objects.filter(destination=pk, state=State.SENDING)
    lost.filter(recovered=True).update(state=State.UNCLEAR)
    lost.filter(recovered=False).update(state=State.WAITING, recovered=True)


def _barred(pk: int) -> bool:
    """Whether a robot tells in the name of somebody who no longer may: then it stops, and whoever owns the group now is told."""
    robot = Destination.objects.select_related("group", "by").get(pk=pk)
    if robot.group is None or robot.stopped_at is not None or may_be_told(robot):
        return False
    with transaction.atomic():
        Stream.locked(robot.group.stream_id)  # before the destination, as those who keep robots do
        robot = Destination.objects.select_for_update(of=("self",)).select_related("group", "by").get(pk=pk)
        if robot.stopped_at is None and not may_be_told(robot):
            robot.trouble = "right"
            _stop(robot, timezone.now())
            robot.save(update_fields=["stopped_at", "trouble"])
    return True


def _claim(pk: int, lease: datetime) -> tuple[list[Delivery], datetime]:
    """Takes the oldest that is due into our hands, and the lease further. Gives it, or nothing, and until when the lease runs. With a
    letter that waited for the end of the quiet comes everything else that did: it is one letter."""
    now = timezone.now()
    with transaction.atomic():
        destination = Destination.objects.select_for_update().get(pk=pk)
        if destination.leased_until != lease or destination.stopped_at or destination.ended_at or destination.next_at > now:
            return [], lease
        due = destination.deliveries.filter(state=State.WAITING, due_at__lte=now)
        due.filter(due_at__lt=now - GIVE_UP).update(state=State.GIVEN_UP)
        oldest = due.select_related("entry", "notice").order_by("due_at", "pk")
        first = oldest.first()
        if first is None:
            return [], lease
        if (wait := _full(destination, now)) is not None:
            Destination.objects.filter(pk=pk).update(next_at=wait)
            return [], lease
        destination.leased_until = now + LEASE
        destination.save(update_fields=["leased_until"])
        held = first.notice_id is not None and first.due_at > first.made_at
        claimed = list(oldest.filter(notice__isnull=False, due_at__gt=F("made_at"))[:LETTER]) if held else [first]
        for one in claimed:
            one.destination, one.state, one.attempts, one.tried_at = destination, State.SENDING, one.attempts + 1, now
            one.save(update_fields=["state", "attempts", "tried_at"])
        return claimed, destination.leased_until


def _full(destination: Destination, now: datetime) -> datetime | None:
    """Until when to hold back: these programs stop listening to a robot that says too much in a minute."""
    robot = ROBOTS.get(destination.channel)
    if robot is None:
        return None
    minute = timedelta(minutes=1)
    said = destination.deliveries.filter(tried_at__gt=now - minute).order_by("tried_at").values_list("tried_at", flat=True)
    times = [at for at in said[: robot.a_minute] if at is not None]
    return times[0] + minute if len(times) >= robot.a_minute else None


def _send(claimed: Sequence[Delivery]) -> tuple[Outcome | None, set[int]]:
    """Sends what was claimed. Gives what came of it, None where there is nothing to be told any more; and which were in it."""
    destination, told = claimed[0].destination, {one.pk for one in claimed}
    try:
        with override(destination.language if destination.person_id is None else _language(destination)):
            ready = [(one, card) for one in claimed if (card := _card(one)) is not None]
            if not ready:
                return None, set()
            told = {one.pk for one, _card_of_it in ready}
            card = cards.card_of_several([card for _one, card in ready])
            return CHANNELS[destination.channel].send(unseal(destination.sealed), card, ready[0][0]), told
    except Unreadable:
        return Outcome("wrong", "key"), told
    except Exception:
        log.exception("delivery %s stumbled", claimed[0].pk)
        return Outcome("refused", "error"), told


def _language(destination: Destination) -> str:
    assert destination.person is not None
    return destination.person.language


def _card(delivery: Delivery) -> Card | None:
    destination, notice = delivery.destination, delivery.notice
    if notice is not None and destination.person is not None:
        wanted = notice_types()[notice.kind].family in destination.told  # crossed out while it waited
        if notice.read_at is not None or not wanted or not may_be_mailed(destination.person, notice):
            return None
        return cards.card_of_notice(notice, destination.bare)
    if delivery.entry is not None:
        return cards.card_of_entry(delivery.entry, destination.bare)
    return cards.card_of_test(destination.group)


def _keep(claimed: Sequence[Delivery], outcome: Outcome | None, told: set[int]) -> bool:
    """Writes down what came of one attempt. Gives whether the next may be tried at once."""
    now = timezone.now()
    group = claimed[0].destination.group
    with transaction.atomic():
        if group is not None and outcome is not None and outcome.result in ("wrong", "later", "unclear"):
            Stream.locked(group.stream_id)  # before the destination, as those who keep robots do
        destination = Destination.objects.select_for_update().get(pk=claimed[0].destination_id)
        if outcome is not None:
            _judge(destination, outcome, now)
        for one in claimed:
            one.state, one.answer = State.SPARED, ""
            if outcome is not None and one.pk in told:
                one.state, one.answer = _STATES[outcome.result], outcome.said
            one.save(update_fields=["state", "answer"])
        destination.save(update_fields=["failures", "failing_since", "next_at", "stopped_at", "trouble"])
    return outcome is None or outcome.result in ("sent", "refused")


_STATES = {
    "sent": State.SENT, "unclear": State.UNCLEAR, "refused": State.REFUSED, "later": State.WAITING, "limited": State.WAITING,
    "wrong": State.WAITING,
}  # fmt: skip


def _judge(destination: Destination, outcome: Outcome, now: datetime) -> None:
    """What an attempt means for the ones after it."""
    destination.trouble = "" if outcome.result == "sent" else outcome.said
    if outcome.result == "sent":
        destination.failures, destination.failing_since, destination.next_at = 0, None, now
    elif outcome.result == "limited":
        destination.next_at = now + timedelta(seconds=outcome.wait)
    elif outcome.result == "wrong":
        _stop(destination, now)
    elif outcome.result in ("later", "unclear"):
        destination.failures += 1
        destination.failing_since = destination.failing_since or now
        destination.next_at = now + max(wait_after(destination.failures), timedelta(seconds=outcome.wait))
        # Who is not reached may be reached again; who answers the same for a day will go on so.
        if outcome.coded and is_hopeless(destination.failures, destination.failing_since, now):
            _stop(destination, now)


def _stop(destination: Destination, now: datetime) -> None:
    destination.stopped_at = now
    if destination.group is not None:
        record(destination.group.stream_id, "robot.stopped", data={"group": destination.group_id, "robot": destination.pk})


def give_up_old(now: datetime) -> int:
    """Gives up what fell due more than a day ago, also by destinations that are stopped. Gives how many."""
    return Delivery.objects.filter(state=State.WAITING, due_at__lt=now - GIVE_UP).update(state=State.GIVEN_UP)


def old_ones(now: datetime) -> QuerySet[Delivery]:
    """Gives the deliveries that are past their term (thirty days) and wait for nothing."""
    return Delivery.objects.filter(made_at__lte=gone_before("deliveries", now)).exclude(state__in=(State.WAITING, State.SENDING))


def forget_old(now: datetime) -> int:
    """Removes the deliveries past their term that wait for nothing. Gives how many."""
    return old_ones(now).delete()[0]
