"""The outbox is emptied: once a second whoever has something to send is handed to the threads of its kind, and nothing waits for them."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import close_old_connections, connection
from django.utils import timezone

from huiyin.channels.actions.outgoing import send_one
from huiyin.channels.actions.sending import ROUND, forget_old, give_up_old, send_round
from huiyin.channels.extension_points import kind_of
from huiyin.channels.pool import Pool
from huiyin.channels.queries import destinations_with_something, outgoing_due

log = logging.getLogger(__name__)
ALONE, ALONE_THREADS = "outgoing", 1  # what bears its address itself
TIDY_EVERY_SECONDS = 3600
Key = tuple[str, int]  # the kind's name and the row's number
_pools: dict[str, Pool] = {}
_busy: set[Key] = set()
_guard = threading.Lock()
_tidied_at = 0.0


def step() -> None:
    """Called about once a second by the clockwork: hands over whoever has something to send; never waits."""
    global _tidied_at
    now = timezone.now()
    if time.monotonic() - _tidied_at > TIDY_EVERY_SECONDS:
        _tidied_at = time.monotonic()
        give_up_old(now)
        forget_old(now)
    with _guard:
        for key, threads, send in _waiting(now):
            room = threads * 4 - sum(1 for kind, _pk in _busy if kind == key[0])
            if key not in _busy and room > 0:
                _busy.add(key)
                _pool(key[0], threads).submit(_in_pool, key, send)


def _waiting(now: datetime) -> Iterator[tuple[Key, int, Callable[[int], int]]]:
    """Whose time has come: what it is known by, how many threads its kind has, what sends it."""
    for pk, channel in destinations_with_something(now):
        kind = kind_of(channel)
        yield (kind.name, pk), kind.threads, send_round
    for pk in outgoing_due(now):
        yield (ALONE, pk), ALONE_THREADS, send_one


def _pool(kind: str, threads: int) -> Pool:
    if kind not in _pools:
        _pools[kind] = Pool(threads, f"huiyin-{kind}")
    return _pools[kind]


def _in_pool(key: Key, send: Callable[[int], int]) -> None:
    more = False
    try:
        more = send(key[1]) >= ROUND
    except Exception:
        log.exception("the deliveries of %s %s stumbled; they go on", *key)
    finally:
        close_old_connections()
        if more:  # there may be more at once; others who wait in the pool come first
            _pools[key[0]].submit(_in_pool, key, send)
        else:
            connection.close()
            with _guard:
                _busy.discard(key)


def send_due(now: datetime | None = None) -> int:
    """Sends what is due to all destinations, in this thread. Gives how many deliveries were tried. For tests and the command line."""
    return sum(send_round(pk, now) for pk, _channel in destinations_with_something(now or timezone.now()))


def send_due_outgoing() -> int:
    """Sends what is due of what bears its address itself, in this thread. Gives how many were tried."""
    return sum(send_one(pk) for pk in outgoing_due(timezone.now()))
