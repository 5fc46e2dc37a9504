"""When a unit works and when it is left in peace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from huiyin.worktime.calendar import is_workday

Span = tuple[time, time]
_NONE: Mapping[date, bool] = {}
_LONGEST_REST_DAYS = 60  # longer than any holiday; a unit whose days are all declared free is woken by the end of a night
_FARTHEST_DAYS = 366 * 30


class InvalidHours(ValueError):
    """Hours that cannot be; `field` says which: morning, afternoon, quiet or zone."""

    def __init__(self, field: str, words: str) -> None:
        super().__init__(f"{field}: {words}")
        self.field = field


@dataclass(frozen=True, slots=True)
class Hours:
    """A unit's working hours and quiet hours, in its zone. Raises InvalidHours.

    Quiet hours run from `quiet_from` to `quiet_until`, over midnight if need be; equal, there are none.
    """

    morning: Span = (time(8, 30), time(12, 0))
    afternoon: Span = (time(14, 0), time(17, 30))
    zone: str = "Asia/Shanghai"
    quiet_from: time = time(21, 0)
    quiet_until: time = time(7, 30)

    def __post_init__(self) -> None:
        for field in ("morning", "afternoon"):
            start, end = getattr(self, field)
            if not start < end:
                raise InvalidHours(field, "it must end after it begins")
        if self.morning[1] > self.afternoon[0]:
            raise InvalidHours("afternoon", "it must not begin before the morning ends")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError) as error:
            raise InvalidHours("zone", "there is no such time zone") from error

    @property
    def tz(self) -> tzinfo:
        """The zone, to compute with."""
        return ZoneInfo(self.zone)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Hours:
        """Gives hours from what `to_dict` gave; what is missing is as usual, so {} gives the usual hours. Raises InvalidHours."""
        given: dict[str, Any] = {}
        for field in ("morning", "afternoon"):
            if field in kept:
                given[field] = _span(field, kept[field])
        if "quiet" in kept:
            given["quiet_from"], given["quiet_until"] = _span("quiet", kept["quiet"])
        if "zone" in kept:
            given["zone"] = kept["zone"]
        return cls(**given)

    def to_dict(self) -> dict[str, Any]:
        """Gives the hours as they are kept in JSON: {"morning": ["08:30", "12:00"], …, "quiet": ["21:00", "07:30"], "zone": …}."""
        spans = {"morning": self.morning, "afternoon": self.afternoon, "quiet": (self.quiet_from, self.quiet_until)}
        return {field: [one.strftime("%H:%M") for one in span] for field, span in spans.items()} | {"zone": self.zone}


def _span(field: str, given: Any) -> Span:
    try:
        start, end = given
        return _time(start), _time(end)
    except (TypeError, ValueError) as error:
        raise InvalidHours(field, "two times like 08:30 are needed") from error


def _time(given: Any) -> time:
    hour, minute = str(given).strip().replace("：", ":").split(":")
    return time(int(hour), int(minute))


def is_quiet(
    moment: datetime, hours: Hours, overrides: Mapping[date, bool] = _NONE, *, respect_days: bool = True
) -> bool:
    """Gives whether a moment is quiet: at night always, on days off all day where `respect_days`. Takes an aware moment."""
    local = _local(moment, hours)
    return _is_night(local.time(), hours) or (respect_days and not is_workday(local.date(), overrides).is_workday)


def quiet_ends(
    moment: datetime, hours: Hours, overrides: Mapping[date, bool] = _NONE, *, respect_days: bool = True
) -> datetime:
    """Gives the next moment that is not quiet, in the hours' zone: from Friday 22:00 Monday 07:30, where days off count.

    A moment that is not quiet is given back.
    """
    local = _local(moment, hours)
    if not is_quiet(local, hours, overrides, respect_days=respect_days):
        return local
    for ahead in range(_LONGEST_REST_DAYS + 1):
        # Quiet ends only when a night ends, or at midnight between a day off and a workday on which midnight is no night.
        for at in sorted({time(), hours.quiet_until}):
            end = _at(local.date() + timedelta(ahead), at, hours)
            if end > moment and not is_quiet(end, hours, overrides, respect_days=respect_days):
                return end
    return quiet_ends(moment, hours, overrides, respect_days=False)


def is_working(moment: datetime, hours: Hours, overrides: Mapping[date, bool] = _NONE) -> bool:
    """Gives whether a unit works at this moment. Takes an aware moment."""
    local = _local(moment, hours)
    if not is_workday(local.date(), overrides).is_workday:
        return False
    return any(start <= local.time() < end for start, end in (hours.morning, hours.afternoon))


def add_working_hours(
    moment: datetime, count: float, hours: Hours, overrides: Mapping[date, bool] = _NONE
) -> datetime:
    """Gives the moment by which `count` hours (≥ 0) have been worked, in the hours' zone. Where they end with the day, that evening.

    Raises ValueError for a negative count, or where so much is not worked within thirty years.
    """
    if not count >= 0:
        raise ValueError("hours cannot be taken back")
    left = timedelta(hours=count)
    local = _local(moment, hours)
    if not left:
        return local
    for start, end in _spans(local, hours, overrides):
        if left <= end - start:
            return (start + left).astimezone(hours.tz)
        left -= end - start
    raise ValueError("so much is not worked in thirty years")


def worked_between(start: datetime, end: datetime, hours: Hours, overrides: Mapping[date, bool] = _NONE) -> timedelta:
    """Gives how much of the time between two moments is working time; nothing where the second is not later. Within thirty years."""
    worked = timedelta()
    if end <= start:
        return worked
    for begins, ends in _spans(_local(start, hours), hours, overrides):
        if begins >= end:
            break
        worked += min(ends, end) - begins
    return worked


def _spans(moment: datetime, hours: Hours, overrides: Mapping[date, bool]) -> Iterator[tuple[datetime, datetime]]:
    """The working spans after a moment, the first cut off where it stands. In UTC: only there a difference is time that passed."""
    now = moment.astimezone(UTC)
    for ahead in range(_FARTHEST_DAYS):
        day = moment.date() + timedelta(ahead)
        if not is_workday(day, overrides).is_workday:
            continue
        for opens, closes in (hours.morning, hours.afternoon):
            start, end = (_at(day, at, hours).astimezone(UTC) for at in (opens, closes))
            if end > now:
                yield max(start, now), end


def _is_night(at: time, hours: Hours) -> bool:
    if hours.quiet_from <= hours.quiet_until:
        return hours.quiet_from <= at < hours.quiet_until
    return at >= hours.quiet_from or at < hours.quiet_until


def _local(moment: datetime, hours: Hours) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is none")
    return moment.astimezone(hours.tz)


def _at(day: date, at: time, hours: Hours) -> datetime:
    return datetime.combine(day, at, hours.tz)
