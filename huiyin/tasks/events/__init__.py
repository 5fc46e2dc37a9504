"""What can happen to tasks and to what repeats: one row a kind, with all that the house says of it."""

from huiyin.tasks.events import repetitions, tasks
from huiyin.tasks.events.subjects import STREAMS

EVENTS = [*tasks.EVENTS, *repetitions.EVENTS]

__all__ = ["EVENTS", "STREAMS"]
