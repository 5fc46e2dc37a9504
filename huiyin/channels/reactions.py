"""What this app does when others record something, and when its clocks are due: handlers register when they are imported."""

from huiyin.channels.actions import queueing  # noqa: F401
