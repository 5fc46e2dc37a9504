"""The work of circles beside requests: words that nobody answers are taken up, once a minute, in pieces."""

from __future__ import annotations

from django.utils import timezone

from huiyin.circles.actions.escalation import take_up
from huiyin.circles.models import Tie
from huiyin.core.background import BackgroundWorker

EVERY_SECONDS = 60.0


def _waits() -> bool:
    return Tie.objects.filter(state=Tie.State.IN).exists()


WORKER = BackgroundWorker(
    "huiyin-circles", "words that wait could not be taken up", _waits, lambda: take_up(timezone.now()) > 0, EVERY_SECONDS
)
