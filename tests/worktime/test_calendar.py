"""Which days are worked, checked against what was really worked."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.worktime.calendar import FIRST_YEAR, LAST_YEAR, add_workdays, is_workday

TRUTH = Path(__file__).resolve().parents[3] / "shared" / "data" / "holidays" / "workday_truth_2007_2026.csv"
DAYS = st.dates(date(2000, 1, 1), date(2040, 12, 31))


def test_every_day_of_twenty_years_is_as_it_was() -> None:
    if not TRUTH.exists():
        pytest.skip("the truth table is not beside this clone")
    with TRUTH.open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    wrong = [row["date"] for row in rows if is_workday(date.fromisoformat(row["date"])).is_workday != (row["workday_holiday_cn"] == "1")]
    assert (len(rows), wrong) == (7305, [])


@pytest.mark.parametrize(
    ("day", "worked", "why"),
    [
        (date(2026, 2, 17), False, "Spring Festival"), (date(2026, 2, 14), True, "make-up day"), (date(2026, 4, 5), False, "Qingming"),
        (date(2026, 11, 23), True, "weekday"), (date(2026, 11, 22), False, "weekend"), (date(2026, 10, 1), False, "National Day"),
    ],
)  # fmt: skip
def test_a_day_says_why(day: date, worked: bool, why: str) -> None:
    found = is_workday(day)
    assert (found.is_workday, found.provisional, found.why) == (worked, False, why)


def test_a_year_nobody_has_announced_goes_by_the_law_and_says_so() -> None:
    free = [date(2027, 1, 1) + timedelta(n) for n in range(365)]
    free = [day for day in free if is_workday(day).why not in ("weekday", "weekend")]
    assert [day.isoformat()[5:] for day in free] == [
        "01-01", "02-05", "02-06", "02-07", "02-08", "04-05", "05-01", "05-02", "06-09", "09-15", "10-01", "10-02", "10-03",
    ]  # fmt: skip
    assert all(is_workday(day).provisional and not is_workday(day).is_workday for day in free)
    assert is_workday(date(2027, 2, 9)).is_workday and not is_workday(date(2027, 2, 13)).is_workday


def test_in_2031_two_holidays_fall_on_one_day() -> None:
    assert [is_workday(date(2031, 10, n)).is_workday for n in (1, 2, 3)] == [False] * 3


def test_what_was_declared_goes_before_everything() -> None:
    sunday = date(2026, 11, 22)
    found = is_workday(sunday, {sunday: True})
    assert (found.is_workday, found.provisional, found.why) == (True, False, "declared")


@given(DAYS)
def test_every_day_has_an_answer_and_only_the_list_is_certain(day: date) -> None:
    assert is_workday(day).provisional == (not FIRST_YEAR <= day.year <= LAST_YEAR)


def test_three_workdays_from_before_the_national_day() -> None:
    assert add_workdays(date(2026, 9, 28), 3) == date(2026, 10, 8)
    assert add_workdays(date(2026, 11, 23), 3) == date(2026, 11, 26)
    assert add_workdays(date(2026, 11, 23), -1) == date(2026, 11, 20)
    assert add_workdays(date(2026, 11, 22), 0) == date(2026, 11, 22)


@given(DAYS, st.integers(1, 60))
def test_adding_workdays_counts_each_once(day: date, count: int) -> None:
    end = add_workdays(day, count)
    assert sum(is_workday(day + timedelta(n)).is_workday for n in range(1, (end - day).days + 1)) == count
    assert is_workday(end).is_workday
    assert add_workdays(add_workdays(end, -1), 1) == end
