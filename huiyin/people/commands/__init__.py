"""Commands about people, posts and days."""

from __future__ import annotations

from typing import Any

from huiyin.people.commands import administrators, days, staff, tokens

ORDER = 20


def add(commands: Any) -> None:
    """Makes them known, in the order in which they are needed. Takes the parser's commands."""
    for family in (administrators, staff, days, tokens):
        family.add(commands)
