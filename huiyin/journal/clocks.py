"""Clocks: set, stopped, held by actions; fired by one loop, exactly once, late ones marked late."""

from __future__ import annotations

import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from huiyin.db import locks
from huiyin.db.bulk import among, as_stored, ask_rows, places, table, update_rows
from huiyin.db.statements import run
from huiyin.db.which import one_writer
from huiyin.journal.models import Clock

log = logging.getLogger(__name__)
LATE_AFTER_SECONDS = 60
_handlers: dict[str, Callable[[Clock], None]] = {}
_first: dict[str, Callable[[str], object]] = {}
_together: dict[str, tuple[Callable[[Sequence[Clock]], None], Callable[[Sequence[str]], object]]] = {}
FEWEST, MOST = 3, 100  # clocks in one transaction
#: How long such a transaction may take, alone and beside people who post: these wait for it, on SQLite always, on PostgreSQL in the
#: same groups only.
ALONE_SECONDS, BESIDE_ONE_WRITER_SECONDS, BESIDE_OTHERS_SECONDS = 0.050, 0.006, 0.030


class _Pace:
    """How many clocks of a kind ring in one transaction: as many as its time allows, by how long the last ones took (in
    processor time). What a transaction costs beside its clocks is shared by all of them."""

    def __init__(self) -> None:
        self.each = 0.003  # seconds for one, until something was measured

    def count(self, beside_others: bool) -> int:
        """Gives how many."""
        beside = BESIDE_ONE_WRITER_SECONDS if one_writer() else BESIDE_OTHERS_SECONDS
        return max(FEWEST, min(MOST, int((beside if beside_others else ALONE_SECONDS) / self.each)))

    def took(self, count: int, seconds: float) -> None:
        """Learns how long so many took."""
        self.each = max(0.0001, 0.7 * self.each + 0.3 * seconds / count)


_paces: defaultdict[str, _Pace] = defaultdict(_Pace)


def on_due(kind: str, first: Callable[[str], object] | None = None) -> Callable[[Callable[[Clock], None]], Callable[[Clock], None]]:
    """Decorates the function that is called, inside the firing transaction, when a clock of this kind falls due.

    `first` takes the clock's subject and locks what actions lock before they wind or stop such a clock: an action that holds its
    stream and waits for the clock's row, while the loop holds that row and waits for the stream, would never end.
    """

    def register(function: Callable[[Clock], None]) -> Callable[[Clock], None]:
        _handlers[kind] = function
        if first is not None:
            _first[kind] = first
        return function

    return register


def on_due_together(
    kind: str, first: Callable[[Sequence[str]], object]
) -> Callable[[Callable[[Sequence[Clock]], None]], Callable[[Sequence[Clock]], None]]:
    """Decorates the function called with several clocks of a kind that fell due, in one transaction. `first` locks for all subjects.

    When it fails for several it is called for each by itself, so that one that cannot be fired holds up no other.
    """

    def register(function: Callable[[Sequence[Clock]], None]) -> Callable[[Sequence[Clock]], None]:
        _together[kind] = (function, first)
        _handlers[kind] = lambda clock: function([clock])
        _first[kind] = lambda subject: first([subject])
        return function

    return register


def schedule(kind: str, subject: str, due_at: datetime, data: dict[str, Any] | None = None) -> Clock:
    """Sets the one pending clock of this kind for this subject, or moves it if there is one already. Gives it."""
    clock, _ = Clock.objects.update_or_create(
        kind=kind, subject=subject, fired_at=None,
        defaults={"due_at": due_at, "data": data or {}, "held_at": None, "retry_at": None, "failures": 0},
    )  # fmt: skip
    return clock


def begin(kind: str, subject: str, due_at: datetime) -> Clock:
    """Sets the first clock of something that is made in this transaction: there is none to be moved, and none is looked for."""
    return Clock.objects.create(kind=kind, subject=subject, due_at=due_at)


def cancel(kind: str, subject: str) -> None:
    """Removes the pending clock, if there is one: what it waited for has happened."""
    Clock.objects.filter(kind=kind, subject=subject, fired_at=None).delete()


def suspend(kind: str, subject: str) -> None:
    """Keeps the pending clock from firing until it is wound again."""
    Clock.objects.filter(kind=kind, subject=subject, fired_at=None).update(held_at=timezone.now())


def fire_due(now: datetime | None = None, limit: int = 500) -> int:
    """Fires every clock that is due, in the order they fell due; those that ring together some in a transaction, all others each in
    one of its own. Gives how many fired.

    Two processes may call it at once: the row's lock and the second look at `fired_at` under it let each clock fire once.
    A clock whose handler fails stays pending and is tried again, later each time (1, 2, 4 … 60 minutes).
    """
    moment = now or timezone.now()
    due = Clock.objects.filter(Q(retry_at=None) | Q(retry_at__lte=moment), fired_at=None, held_at=None, due_at__lte=moment)
    waiting = deque(due.order_by("due_at", "pk").values_list("pk", "kind", "subject")[:limit])
    fired = 0
    while waiting:
        beside_others = sum(give_way() for give_way in locks.yield_hooks) > 0  # each of them is called
        batch = _next_batch(waiting, beside_others)
        if len(batch) > 1:
            try:
                fired += _fire_together(batch, moment)
                continue
            except Exception:
                log.exception("clocks %s failed together; each is tried by itself", [pk for pk, _kind, _subject in batch])
        for pk, kind, subject in batch:
            try:
                fired += _fire(pk, kind, subject, moment)
            except Exception:
                log.exception("clock %s failed", pk)
                _put_off(pk, moment)
    return fired


def _next_batch(waiting: deque[tuple[int, str, str]], beside_others: bool) -> list[tuple[int, str, str]]:
    """Takes the next clock, and those right behind it that ring together with it."""
    batch = [waiting.popleft()]
    kind = batch[0][1]
    most = _paces[kind].count(beside_others) if kind in _together else 1
    while waiting and waiting[0][1] == kind and len(batch) < most:
        batch.append(waiting.popleft())
    return batch


def _fire_together(batch: Sequence[tuple[int, str, str]], moment: datetime) -> int:
    handler, first = _together[batch[0][1]]
    with locks.write_lock():
        began = time.thread_time()  # not the wall's: on a busy machine smaller batches would only make it busier
        fired = _rung(batch, handler, first, moment)
        _paces[batch[0][1]].took(len(batch), time.thread_time() - began)
    return fired


def _rung(batch: Sequence[tuple[int, str, str]], handler: Callable[..., None], first: Callable[..., object], moment: datetime) -> int:
    with transaction.atomic():
        first([subject for _pk, _kind, subject in batch])
        ids = [pk for pk, _kind, _subject in batch]
        own = locks.for_update(skip_locked=True)
        pending = f"id IN {places(ids)} AND fired_at IS NULL AND held_at IS NULL AND due_at <= %s ORDER BY due_at, id{own}"
        clocks = ask_rows(Clock, pending, [*ids, as_stored(moment)])()
        for clock in clocks:
            _mark(clock, moment)
        update_rows(Clock, ("fired_at", "late_seconds"), [(as_stored(clock.fired_at), clock.late_seconds, clock.pk) for clock in clocks])
        if clocks:
            handler(clocks)
        return len(clocks)


def _mark(clock: Clock, moment: datetime) -> None:
    late = int((moment - clock.due_at).total_seconds())
    clock.fired_at, clock.late_seconds = moment, late if late > LATE_AFTER_SECONDS else 0


def _fire(pk: int, kind: str, subject: str, moment: datetime) -> bool:
    with locks.write_lock(), transaction.atomic():
        if kind in _first:
            _first[kind](subject)
        clock = locks.locked_if_free(Clock.objects.filter(pk=pk, fired_at=None, held_at=None, due_at__lte=moment)).first()
        if clock is None:
            return False
        _mark(clock, moment)
        # Marked before the handler runs, in the same transaction, so that the handler may wind the next clock of this kind.
        clock.save(update_fields=["fired_at", "late_seconds"])
        _handlers[clock.kind](clock)
        return True


def _put_off(pk: int, moment: datetime) -> None:
    with locks.write_lock(), transaction.atomic():
        clock = Clock.objects.select_for_update().filter(pk=pk, fired_at=None).first()
        if clock is not None:
            clock.failures += 1
            clock.retry_at = moment + timedelta(minutes=min(60, 2 ** (clock.failures - 1)))
            clock.save(update_fields=["failures", "retry_at"])


def scheduled(kind: str, subjects: Sequence[str]) -> set[str]:
    """Gives those of these subjects (at least one) for which a clock of this kind is pending."""
    # Written out: asked with every batch of messages of a night.
    where, asked = among("subject", subjects, "text")
    sql = f"SELECT subject FROM {table(Clock)} WHERE kind = %s AND fired_at IS NULL AND {where}"  # noqa: S608
    return {row[0] for row in run(sql, [kind, *asked]).fetchall()}


def next_due() -> datetime | None:
    """Gives the moment of the next pending clock, or None: how long the loop may sleep."""
    clock = Clock.objects.filter(fired_at=None, held_at=None).order_by("due_at").values("due_at", "retry_at").first()
    return clock and max(clock["due_at"], clock["retry_at"] or clock["due_at"])
