"""What is read: spans of time that words name, and the deadlines they mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple


class Token(NamedTuple):
    """A word of time: its kind, its place from coarse (a year) to fine (a clock), where it stands, what it says."""

    kind: str
    rank: int
    start: int
    end: int
    value: Any


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the words leave open. docs/developers/deadlines.md says why; other readers' conventions are for measuring them."""

    parts: Mapping[str, tuple[float, float]] = field(default_factory=lambda: PARTS)
    ahead: bool = True  # an undated day is the next one; False: the one of this year, month or week
    bare_lunar: bool = True  # 八月十五, without 日, is the lunar date
    bare_years: bool = False  # "2018" alone is a year
    office: bool = True  # 3点 without a part of the day is in the afternoon


PARTS: Mapping[str, tuple[float, float]] = {
    "dawn": (0, 6), "morning": (6, 9), "forenoon": (8, 12), "noon": (12, 14), "afternoon": (12, 18), "after noon": (13, 15),
    "dusk": (17, 19), "evening": (18, 24), "night": (20, 24), "midnight": (0, 1), "day": (8, 18),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A span of local time that words name: from `begin` up to, not including, `end`; None is open.

    `grain`: year, quarter, month, week, day, part, hour, minute or second. `kind`: date, time, range, duration, feast or asap.
    `bound`: "" for the span itself, else before, after, within or since. `work`: reckoned in workdays.
    """

    begin: datetime | None
    end: datetime | None
    grain: str
    kind: str
    bound: str
    start: int
    stop: int
    tokens: tuple[Token, ...] = ()
    work: bool = False
    sure: float = 1.0

    def named(self, kind: str) -> Any:
        """Gives what the first word of a kind says, or None."""
        return next((token.value for token in self.tokens if token.kind == kind), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """A deadline read in a sentence.

    `moment`: aware, in the unit's zone; None where the words name none and one must be asked for (尽快). `begins`: the beginning of the
    span named, if it has one. `start`, `end`: where `words` stand in the text. `reckoning`: working or calendar. `certainty`: 0 to 1,
    below 0.5 something was guessed. `provisional`: the State Council has not yet said which days are worked there.
    """

    moment: datetime | None
    start: int
    end: int
    words: str
    kind: str
    reckoning: str
    certainty: float
    provisional: bool = False
    begins: datetime | None = None
