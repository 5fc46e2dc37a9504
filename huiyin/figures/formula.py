"""How the three rates are counted. No public text fixes it, so each way has a version, is named beside every figure, and is never changed:
another way is another version (docs/decisions). Pure Python."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Formula:
    """A way to count. `not_reached_counts`: whoever could not be reached counts as if they had said no; `overdue_counts`: what waits for
    its answer beyond its time counts as not answered."""

    version: str
    not_reached_counts: bool = False
    overdue_counts: bool = False


FORMULAS: dict[str, Formula] = {one.version: one for one in (
    Formula("1"),
    Formula("2", not_reached_counts=True, overdue_counts=True),
)}  # fmt: skip
USUAL = "1"
