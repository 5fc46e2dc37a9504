"""Whether a sentence of an official is read as it was meant: the rhythm reader first, as the product does, then the deadlines.

A row has `now` (a local minute), `text`, `kind` and `expected` (local minutes, `;` between). Right is, for a point: the first reading
that is sure and ahead is that moment; for a choice: all its moments are among the readings; for ask and none: nothing is sure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from huiyin.language.deadlines import Reading, read_deadlines
from huiyin.language.recurrence import Repeated, read_rhythm
from huiyin.worktime.hours import Hours
from huiyin.worktime.recurrence import dues_after, moments

HOURS = Hours(morning=(time(9), time(12)), afternoon=(time(14), time(17, 30)))
SURE = 0.5
_MINUTE = timedelta(minutes=1)


def read_official(row: Mapping[str, str]) -> str:
    """Gives why a row is read wrongly; empty where it is right."""
    now = _local(row["now"])
    readings = _read(row["text"], now)
    sure = [r.moment for r in readings if r.moment is not None and r.moment > now and r.certainty >= SURE]
    said = "; ".join(f"{r.words} {r.moment:%m-%d %H:%M} {r.certainty}" if r.moment else r.words for r in readings) or "nothing"
    expected = [_local(one) for one in row["expected"].split(";") if one]
    if row["kind"] == "point":
        right = bool(sure) and _same(sure[0], expected[0])
    elif row["kind"] == "choice":
        right = all(any(r.moment and _same(r.moment, one) for r in readings) for one in expected)
    else:
        right = not sure
    return "" if right else f"{said}, not {row['expected'] or row['kind']}"


def _read(text: str, now: datetime) -> list[Reading]:
    repeats, readings = read_rhythm(text, now, HOURS), read_deadlines(text, now, HOURS)
    if repeats is None:
        return readings
    return [_first(repeats, now), *(r for r in readings if r.end <= repeats.start or r.start >= repeats.end)]


def _first(repeats: Repeated, now: datetime) -> Reading:
    dues = dues_after(repeats.rhythm, now.date() - timedelta(1))
    ahead = (moments(due.day, repeats.at, 0, HOURS)[1] for due in dues)
    moment = next(one for one in ahead if one > now)
    return Reading(moment, repeats.start, repeats.end, repeats.words, "set", "working", repeats.certainty)


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HOURS.tz)


def _same(one: datetime, other: datetime) -> bool:
    return abs(one - other) <= _MINUTE
