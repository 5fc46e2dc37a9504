"""Commands about what is kept of people, and for how long."""

from __future__ import annotations

from typing import Any

from huiyin.privacy.commands import erasing, retention

ORDER = 90


def add(commands: Any) -> None:
    """Makes them known, in the order in which they are needed. Takes the parser's commands."""
    for family in (retention, erasing):
        family.add(commands)
