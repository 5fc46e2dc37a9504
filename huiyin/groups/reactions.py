"""What this app does when others record something, and when its clocks are due: handlers register when they are imported."""

from huiyin.groups import actions, quiet  # noqa: F401
from huiyin.groups.exporting import actions as exporting  # noqa: F401
