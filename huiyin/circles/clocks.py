"""What of circles falls due: a word that rises, a circle that goes with its post."""

from __future__ import annotations

from django.utils import timezone

from huiyin.circles.actions.escalation import RISE, lock_of_word, rise
from huiyin.circles.actions.handover import COMES, pass_on
from huiyin.circles.models import Circle
from huiyin.journal import clocks
from huiyin.journal.models import Clock


def _number(clock: Clock) -> int:
    return int(clock.subject.partition(":")[2])


def _lock_circle(subject: str) -> None:
    Circle.locked(int(subject.partition(":")[2]))


@clocks.on_due(RISE, first=lock_of_word)
def word_waits_still(clock: Clock) -> None:
    """Nobody answered: one step up."""
    rise(_number(clock), clock.fired_at or timezone.now())


@clocks.on_due(COMES, first=_lock_circle)
def everybody_was_told(clock: Clock) -> None:
    """The circle comes to who holds the post."""
    pass_on(_number(clock))
