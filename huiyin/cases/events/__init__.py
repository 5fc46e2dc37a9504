"""What can happen to a case: one row a kind, with all that the house says of it."""

from huiyin.cases.events.kinds import EVENTS
from huiyin.cases.events.subjects import STREAMS

__all__ = ["EVENTS", "STREAMS"]
