"""What can happen to tasks, to what repeats, and to handovers: one row a kind, with all that the house says of it."""

from huiyin.tasks.events import handovers, repetitions, tasks
from huiyin.tasks.events.subjects import STREAMS

EVENTS = [*tasks.EVENTS, *repetitions.EVENTS, *handovers.EVENTS]

__all__ = ["EVENTS", "STREAMS"]
