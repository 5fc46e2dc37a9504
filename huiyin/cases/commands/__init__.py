"""Commands about residents' requests."""

from __future__ import annotations

from typing import Any

from huiyin.cases.commands import desks, former, towns

ORDER = 60


def add(commands: Any) -> None:
    """Makes them known, in the order in which they are needed. Takes the parser's commands."""
    for family in (former, desks, towns):
        family.add(commands)
