"""What of tasks waits for a person's word."""

from __future__ import annotations

from huiyin.core.today import Waiting
from huiyin.tasks.queries.waiting import forget_waiting, waiting_count

TODAY = (Waiting("task", waiting_count, forget_waiting),)
