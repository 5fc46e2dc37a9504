"""What this app does when others record something, and when its clocks are due: handlers register when they are imported."""

from huiyin.notices import recipients  # noqa: F401
