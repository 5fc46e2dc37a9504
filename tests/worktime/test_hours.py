"""When people are left in peace, and how long they have worked."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.worktime.calendar import is_workday
from huiyin.worktime.hours import Hours, InvalidHours, add_working_hours, is_quiet, is_working, quiet_ends, worked_between

USUAL = Hours()
CHINA = ZoneInfo("Asia/Shanghai")
BERLIN = Hours(zone="Europe/Berlin")
AWAKE = Hours(quiet_from=time(0), quiet_until=time(0))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.sampled_from([UTC, CHINA, ZoneInfo("America/New_York")]))
HOURS = st.sampled_from([USUAL, BERLIN, AWAKE, Hours(quiet_from=time(0, 30), quiet_until=time(6)), Hours(quiet_until=time(0))])


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    ("moment", "ends"),
    [
        ("2026-11-27 22:00", "2026-11-30 07:30"),  # Friday night to Monday morning
        ("2026-11-26 22:00", "2026-11-27 07:30"),
        ("2026-11-26 03:00", "2026-11-26 07:30"),
        ("2026-11-28 12:00", "2026-11-30 07:30"),
        ("2026-11-26 12:00", "2026-11-26 12:00"),
        ("2026-02-13 21:00", "2026-02-14 07:30"),  # a Saturday worked before Spring Festival
        ("2026-02-14 21:00", "2026-02-24 07:30"),
    ],
)
def test_quiet_ends_on_the_next_workday_morning(moment: str, ends: str) -> None:
    assert quiet_ends(at(moment), USUAL) == at(ends)


def test_where_days_do_not_count_only_nights_are_quiet() -> None:
    saturday = at("2026-11-28 12:00")
    assert is_quiet(saturday, USUAL) and not is_quiet(saturday, USUAL, respect_days=False)
    assert quiet_ends(at("2026-11-27 22:00"), USUAL, respect_days=False) == at("2026-11-28 07:30")


def test_a_day_declared_worked_is_not_quiet() -> None:
    saturday = at("2026-11-28 12:00")
    assert not is_quiet(saturday, USUAL, {saturday.date(): True})
    assert quiet_ends(at("2026-11-27 22:00"), USUAL, {saturday.date(): True}) == at("2026-11-28 07:30")


def test_a_unit_that_never_works_is_left_only_its_nights() -> None:
    free = {at("2026-11-28 12:00").date() + timedelta(n): False for n in range(-5, 400)}
    assert quiet_ends(at("2026-11-27 22:00"), USUAL, free) == at("2026-11-28 07:30")


def test_moments_are_read_in_the_units_zone() -> None:
    assert is_quiet(datetime(2026, 11, 26, 14, tzinfo=UTC), USUAL)  # 22:00 in China
    assert quiet_ends(datetime(2026, 11, 26, 14, tzinfo=UTC), USUAL) == at("2026-11-27 07:30")
    with pytest.raises(ValueError):
        is_quiet(datetime(2026, 11, 26, 14), USUAL)


@given(MOMENTS, HOURS, st.booleans())
def test_when_quiet_ends_it_is_not_quiet_and_before_it_was(moment: datetime, hours: Hours, respect_days: bool) -> None:
    end = quiet_ends(moment, hours, respect_days=respect_days)
    assert end >= moment and not is_quiet(end, hours, respect_days=respect_days)
    if end > moment:
        assert is_quiet(moment, hours, respect_days=respect_days)
        just_before = (end.astimezone(UTC) - timedelta(minutes=1)).astimezone(UTC)
        assert just_before < moment or is_quiet(just_before, hours, respect_days=respect_days)


def test_working_is_morning_and_afternoon_of_a_workday() -> None:
    worked = {"08:29": False, "08:30": True, "11:59": True, "12:00": False, "14:00": True, "17:29": True, "17:30": False}
    assert {clock: is_working(at(f"2026-11-26 {clock}"), USUAL) for clock in worked} == worked
    assert not is_working(at("2026-11-28 10:00"), USUAL)


@pytest.mark.parametrize(
    ("moment", "count", "end"),
    [
        ("2026-11-26 11:00", 2, "2026-11-26 15:00"),
        ("2026-11-26 16:30", 1, "2026-11-26 17:30"),
        ("2026-11-26 16:30", 1.5, "2026-11-27 09:00"),
        ("2026-11-27 17:00", 1, "2026-11-30 09:00"),
        ("2026-11-28 10:00", 7, "2026-11-30 17:30"),
        ("2026-11-26 03:00", 0, "2026-11-26 03:00"),
    ],
)
def test_working_hours_are_added_over_noon_nights_and_days_off(moment: str, count: float, end: str) -> None:
    assert add_working_hours(at(moment), count, USUAL) == at(end)


@given(MOMENTS, st.integers(1, 60 * 200), HOURS)
def test_as_much_is_worked_as_was_added(moment: datetime, minutes: int, hours: Hours) -> None:
    end = add_working_hours(moment, minutes / 60, hours)
    assert abs(worked_between(moment, end, hours) - timedelta(minutes=minutes)) < timedelta(milliseconds=1)
    just_before = end.astimezone(UTC) - timedelta(seconds=1)
    assert is_working(just_before, hours) or just_before < moment
    assert is_workday(end.date()).is_workday


@given(MOMENTS, st.floats(0, 100), st.floats(0, 100))
def test_more_hours_never_end_earlier(moment: datetime, one: float, two: float) -> None:
    less, more = sorted((one, two))
    assert add_working_hours(moment, less, USUAL) <= add_working_hours(moment, more, USUAL)


@pytest.mark.parametrize("count", [-1, float("nan"), 1e6])
def test_hours_that_cannot_be_added_are_refused(count: float) -> None:
    with pytest.raises(ValueError):
        add_working_hours(at("2026-11-26 10:00"), count, USUAL)


@given(HOURS)
def test_hours_are_kept_and_read_again(hours: Hours) -> None:
    assert Hours.from_dict(json.loads(json.dumps(hours.to_dict()))) == hours


def test_what_is_not_said_is_as_usual() -> None:
    assert Hours.from_dict({}) == USUAL
    assert Hours.from_dict({"morning": ["9：00", "12:00"]}).morning == (time(9), time(12))


@pytest.mark.parametrize(
    ("kept", "field"),
    [
        ({"morning": ["12:00", "08:00"]}, "morning"), ({"morning": ["25:00", "26:00"]}, "morning"), ({"morning": "08:30"}, "morning"),
        ({"afternoon": ["11:00", "17:00"]}, "afternoon"), ({"quiet": None}, "quiet"), ({"zone": "Nowhere/Land"}, "zone"),
        ({"zone": "../x"}, "zone"), ({"zone": 5}, "zone"), ({"zone": ""}, "zone"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused_by_name(kept: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidHours) as told:
        Hours.from_dict(kept)
    assert told.value.field == field
