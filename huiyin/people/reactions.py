"""What this app does when others record something, and when its clocks are due: handlers register when they are imported."""

from huiyin.people.actions import devices, organisation, tokens  # noqa: F401
from huiyin.people.queries import shown  # noqa: F401
