"""What this app does when others record something, and when its clocks are due: handlers register when they are imported."""

from huiyin.tasks import stale_counts  # noqa: F401
from huiyin.tasks.actions import escalation, recurrence, recurrence_issuing, reminding  # noqa: F401
