"""The work of circles beside requests: words that nobody answers are taken up, once a minute, in pieces."""

from __future__ import annotations

import time

from django.utils import timezone

from huiyin.circles.actions.rising import take_up
from huiyin.circles.models import Tie
from huiyin.core.background import BackgroundWorker

EVERY_SECONDS = 60.0
_next_at = 0.0


def step() -> None:
    """Called about once a second by the clockwork."""
    global _next_at
    if time.monotonic() >= _next_at:
        _next_at = time.monotonic() + EVERY_SECONDS
        _worker.begin()


def _waits() -> bool:
    return Tie.objects.filter(state=Tie.State.IN).exists()


_worker = BackgroundWorker("huiyin-circles", "words that wait could not be taken up", _waits, lambda: take_up(timezone.now()) > 0)
