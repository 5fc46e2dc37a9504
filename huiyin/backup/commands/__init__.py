"""Commands that take everything, bring it back, or bring it elsewhere."""

from __future__ import annotations

from typing import Any

from huiyin.backup.commands import backups, moving

ORDER = 50


def add(commands: Any) -> None:
    """Makes them known, in the order in which they are needed. Takes the parser's commands."""
    for family in (backups, moving):
        family.add(commands)
