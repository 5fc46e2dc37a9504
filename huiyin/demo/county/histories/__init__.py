"""Long pasts of some groups: turns written by hand, laid over weeks or years by a seeded hand.

A file holds conversations separated by blank lines; each falls on one day (`@ 150` above one: 150 days ago). `{level}` is the reservoir's level in
metres (`{near}` a centimetre above it) and `{rain}` the day's rain in millimetres, both as the season has them; `{sold}` the catfish ordered so far, in jin.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).parent
LATE_NOVEMBER = 327  # the county is loaded in its own late November, whatever the calendar says: day of the year


def laid_over(name: str, first: int, last: int, earliest: int, latest: int) -> list[str]:
    """Lays the conversations of `name` over the days `first` to `last` before today; gives a script's lines.

    `earliest` and `latest` are the hours between which people there talk.
    """
    hand = random.Random(name)
    talks = [t.splitlines() for t in (HERE / f"{name}.txt").read_text(encoding="utf-8").split("\n\n") if t.strip()]
    lines: list[str] = []
    sold = 452_300
    seen_day = None
    minute = 0
    for day, talk in zip(days_of(talks, first, last), talks, strict=True):
        if day != seen_day:
            lines.append(f"## -{day}d")
            minute = hand.randint(earliest * 60, (earliest + latest) * 30)
        seen_day = day
        for turn in talk:
            if turn.startswith("@ "):
                continue
            if turn.startswith("  "):
                lines.append(turn)
                continue
            if not turn.strip():
                continue
            sold += hand.randrange(1200, 9800, 20)
            who, words = turn.split(": ", 1)
            words = words.replace("{level}", level(day)).replace("{near}", f"{float(level(day)) + 0.01:.2f}").replace("{rain}", rain(day, hand)).replace("{sold}", f"{sold:,}")
            lines.append(f"{minute // 60:02}:{minute % 60:02} {who}: {words}")
            minute = min(minute + hand.choice((1, 2, 2, 3, 5, 8, 13)), 23 * 60 + 50)
        minute = min(minute + hand.randint(20, 70), 23 * 60 + 50)
    return lines


def days_of(talks: list[list[str]], first: int, last: int) -> list[int]:
    """How many days ago each conversation is: as its `@ days` line says, evenly between those that say it."""
    pinned = {n: int(talk[0][2:]) for n, talk in enumerate(talks) if talk[0].startswith("@ ")}
    pinned = {0: first, **pinned, len(talks) - 1: last}
    fixed = sorted(pinned)
    days = [last] * len(talks)
    for a, b in pairwise(fixed):
        for n in range(a, b):
            days[n] = round(pinned[a] + (pinned[b] - pinned[a]) * (n - a) / (b - a))
    return days


def level(days_ago: int) -> str:
    """The reservoir's level in metres: low in spring, held down before the floods, full in autumn."""
    turn = 2 * math.pi * (LATE_NOVEMBER - days_ago) / 365
    return f"{87.4 - 1.4 * math.cos(turn - 1.9) + 0.3 * math.sin(days_ago * 0.9):.2f}"


def rain(days_ago: int, hand: random.Random) -> str:
    """A day's rain in millimetres, heavy in June and July."""
    of_year = (LATE_NOVEMBER - days_ago) % 365
    wet = max(0.12, math.exp(-(((of_year - 180) / 45) ** 2)))
    return f"{wet * hand.uniform(18, 72):.1f}"


HISTORIES: dict[str, Callable[[], list[str]]] = {
    "flood_duty": lambda: laid_over("flood_duty", 728, 6, 7, 21),
    "water_quality": lambda: laid_over("water_quality", 395, 24, 8, 17),
    "village_photos": lambda: laid_over("village_photos", 70, 11, 7, 20),
    "catfish_orders": lambda: laid_over("catfish_orders", 4, 1, 7, 12),
    "upper_lake": lambda: laid_over("upper_lake", 190, 4, 7, 20),
}
