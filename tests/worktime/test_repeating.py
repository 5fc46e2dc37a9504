"""What comes again: no day left out, none twice, whatever the calendar does."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.worktime.calendar import is_workday
from huiyin.worktime.hours import Hours
from huiyin.worktime.recurrence import LAST, MONTHS, InvalidRhythm, Rhythm, dues_after, moments

ZONE = ZoneInfo("Asia/Shanghai")


def days(rhythm: Rhythm, after: str, count: int, overrides: dict[date, bool] | None = None) -> list[str]:
    found = islice(dues_after(rhythm, date.fromisoformat(after), overrides or {}), count)
    return [due.day.isoformat() for due in found]


@pytest.mark.parametrize(
    ("rhythm", "after", "falls"),
    [
        (Rhythm("workday"), "2026-09-30", ["2026-10-08", "2026-10-09", "2026-10-10"]),  # the National Day week, and its make-up Saturday
        (Rhythm("workday"), "2026-09-18", ["2026-09-20", "2026-09-21"]),  # a make-up Sunday
        (Rhythm("week", weekdays=(0,)), "2026-11-23", ["2026-11-30", "2026-12-07"]),
        (Rhythm("week", weekdays=(0, 3)), "2026-09-28", ["2026-09-30", "2026-10-08"]),  # Thursday 1st is before; Monday 5th meets it
        (Rhythm("week", weekdays=(3,), moved="after"), "2026-09-24", ["2026-10-08", "2026-10-15"]),  # two Thursdays meet: one task
        (Rhythm("week", weekdays=(3,), moved="skip"), "2026-09-24", ["2026-10-08", "2026-10-15"]),
        (Rhythm("week", weekdays=(5,), moved="stay"), "2026-11-23", ["2026-11-28", "2026-12-05"]),
        (Rhythm("week", 2, (4,), anchor=date(2026, 11, 23)), "2026-11-23", ["2026-11-27", "2026-12-11", "2026-12-25"]),
        (Rhythm("month", day=25), "2026-11-23", ["2026-11-25", "2026-12-25", "2027-01-25"]),
        (Rhythm("month", day=5, also=(20,)), "2026-07-08", ["2026-07-20", "2026-08-05", "2026-08-20", "2026-09-04"]),  # a Saturday
        (Rhythm("month", day=15, also=(31,)), "2027-02-01", ["2027-02-15", "2027-02-26"]),
        (Rhythm("month", day=31), "2027-12-31", ["2028-01-31", "2028-02-29", "2028-03-31", "2028-04-28"]),  # leap year; 30 April is Sunday
        (Rhythm("month", day=29, moved="stay"), "2026-12-31", ["2027-01-29", "2027-02-28", "2027-03-29"]),
        (Rhythm("month", day=LAST, moved="after"), "2026-01-01", ["2026-02-02", "2026-02-28", "2026-03-31"]),  # 28 February is worked
        (Rhythm("month", nth=LAST), "2026-11-23", ["2026-11-30", "2026-12-31"]),
        (Rhythm("month", nth=-2), "2026-11-23", ["2026-11-27", "2026-12-30"]),
        (Rhythm("month", nth=1), "2026-09-30", ["2026-10-08", "2026-11-02"]),
        (Rhythm("month", day=10, nth=1), "2026-11-23", ["2026-12-11", "2027-01-11"]),
        (Rhythm("month", 3, month=3, day=LAST), "2026-11-23", ["2026-12-31", "2027-03-31"]),
        (Rhythm("month", 3, nth=1), "2026-09-01", ["2026-10-08", "2027-01-04"]),
        (Rhythm("month", 12, month=2, day=29), "2026-11-23", ["2027-02-26", "2028-02-29"]),
    ],
)  # fmt: skip
def test_a_rhythm_names_its_days(rhythm, after, falls):
    assert days(rhythm, after, len(falls)) == falls


def test_a_declared_day_moves_it():
    monday = date(2026, 11, 30)
    assert days(Rhythm("week", weekdays=(0,)), "2026-11-25", 2, {monday: False}) == ["2026-11-27", "2026-12-07"]
    assert days(Rhythm("week", weekdays=(0,), moved="after"), "2026-11-25", 2, {monday: False}) == ["2026-12-01", "2026-12-07"]
    assert days(Rhythm("week", weekdays=(0,), moved="skip"), "2026-11-25", 1, {monday: False}) == ["2026-12-07"]


def test_a_calendar_that_comes_out_later_gives_no_turn_twice():
    rhythm, monday = Rhythm("week", weekdays=(0,), moved="after"), date(2026, 11, 30)
    first = next(dues_after(rhythm, date(2026, 11, 25)))
    moved = next(dues_after(rhythm, first.day, {monday: False}, turn=first.turn))
    assert (first.day, moved.day) == (monday, date(2026, 12, 7)), "the 30th is the 1st by now, and had its task"


def test_years_without_a_table_are_provisional():
    found = {due.day.year: due.provisional for due in islice(dues_after(Rhythm("month", day=25), date(2026, 11, 1)), 4)}
    assert found == {2026: False, 2027: True}
    assert not any(due.provisional for due in islice(dues_after(Rhythm("week", weekdays=(5,), moved="stay"), date(2027, 1, 1)), 5))


@pytest.mark.parametrize(
    "kept",
    [
        {}, {"unit": "year"}, {"unit": "week"}, {"unit": "week", "weekdays": [7]}, {"unit": "week", "weekdays": ["0"]},
        {"unit": "week", "weekdays": [0], "every": 2}, {"unit": "month"}, {"unit": "month", "day": 32}, {"unit": "month", "day": 0},
        {"unit": "month", "day": 10, "nth": 9}, {"unit": "month", "every": 5, "day": 1},
        {"unit": "month", "every": 3, "month": 4, "day": 1},
        {"unit": "month", "day": True}, {"unit": "workday", "moved": "away"}, {"unit": "week", "weekdays": [0], "anchor": "x"},
        {"unit": "month", "nth": 0}, {"unit": "month", "day": "25"}, {"unit": "week", "weekdays": list(range(40))},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(kept):
    with pytest.raises(InvalidRhythm):
        Rhythm.from_dict(kept)


rhythms = st.one_of(
    st.builds(Rhythm, st.just("workday")),
    st.builds(
        lambda every, days, moved: Rhythm("week", every, tuple(sorted(days)), moved=moved, anchor=date(2026, 1, 5)),
        st.integers(1, 4), st.sets(st.integers(0, 6), min_size=1), st.sampled_from(("before", "after", "stay")),
    ),
    st.sampled_from(MONTHS).flatmap(
        lambda every: st.builds(
            lambda month, day, moved: Rhythm("month", every, month=month, day=day, moved=moved),
            st.integers(1, every), st.integers(1, 31) | st.just(LAST), st.sampled_from(("before", "after", "stay")),
        )
    ),
    st.builds(lambda every, nth: Rhythm("month", every, nth=nth), st.sampled_from(MONTHS), st.integers(1, 20) | st.integers(-20, -1)),
    st.builds(lambda day, nth: Rhythm("month", day=day, nth=nth), st.integers(1, 28), st.integers(1, 5)),
)  # fmt: skip
starts = st.dates(date(2020, 1, 1), date(2034, 1, 1))
declared = st.dictionaries(st.dates(date(2020, 1, 1), date(2036, 1, 1)), st.booleans(), max_size=12)


@settings(max_examples=250, deadline=None)
@given(rhythm=rhythms, start=starts, overrides=declared)
def test_days_come_in_order_each_once_and_wherever_one_begins_to_look(rhythm, start, overrides):
    found = list(islice(dues_after(rhythm, start, overrides), 8))
    assert all(a.day < b.day and a.turn < b.turn for a, b in pairwise(found)) and all(d.day > start for d in found)
    for n, due in enumerate(found[:-1]):
        following = next(dues_after(rhythm, due.day, overrides, due.turn))
        assert following == found[n + 1], "the next one, asked for from the last one, is the next of the list"
    if rhythm.moved != "stay" or rhythm.counts_workdays:
        assert all(is_workday(due.day, overrides).is_workday for due in found)


@settings(max_examples=150, deadline=None)
@given(rhythm=rhythms, start=starts)
def test_no_turn_is_left_out(rhythm, start):
    """Each week and each period has its days: those that share one with their neighbours excepted."""
    found = list(dues_after(rhythm, start, {}))
    if rhythm.unit == "month":
        turns = [due.turn.year * 12 + due.turn.month - 1 for due in found]
        assert turns == list(range(turns[0], turns[-1] + 1, rhythm.every)), "every period once"
    elif rhythm.unit == "workday":
        assert [d.day for d in found[:60]] == [day for n in range(1, 200) if is_workday(day := start + timedelta(n)).is_workday][:60]
    elif rhythm.moved == "stay":
        gaps = [(b.day - a.day).days for a, b in pairwise(found[:30])]
        assert max(gaps) <= 7 * rhythm.every
    else:
        assert max((b.turn - a.turn).days for a, b in pairwise(found[:60])) <= 7 * rhythm.every + 14, "a holiday joins two weeks at most"


@settings(max_examples=150, deadline=None)
@given(day=starts, at=st.none() | st.times(), ahead=st.integers(0, 30))
def test_it_is_given_out_before_its_deadline_on_a_working_morning(day, at, ahead):
    given_out, deadline = moments(day, at, ahead, Hours(), {})
    assert given_out < deadline and deadline.date() == day
    if ahead or not is_workday(day).is_workday:
        assert given_out.time() == time(8, 30)
    later, _deadline = moments(day, at, ahead + 1, Hours(), {})
    assert later <= given_out


def test_an_early_deadline_is_given_out_the_working_day_before():
    assert moments(date(2026, 11, 30), time(8, 0), 0, Hours(), {})[0] == datetime(2026, 11, 27, 8, 30, tzinfo=ZONE)
