"""Every time limit of the rules, by its article; at the year's end, at lunar new year, and when a list comes out late."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from huiyin.cases.actions import accept_case, answer_case, ask_extension, decide_extension, dispatch_case, object_to_case, review_case
from huiyin.cases.limits import LIMITS
from huiyin.cases.models import Case, CaseClock
from huiyin.cases.queries.page import clocks_of
from huiyin.cases.reckoning import reckon, steps_in_words
from huiyin.core.errors import Invalid, WrongState
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.people.actions.days import declare_days
from huiyin.people.hours import days_set
from huiyin.people.year_list import ListedDay, YearList
from huiyin.worktime.hours import Hours
from tests.cases.conftest import County

ZONE = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)  # a Monday


def due(procedure: str, kind: str, start: datetime) -> datetime:
    return reckon(LIMITS[procedure, kind], start, Hours(), {}).due_at.astimezone(ZONE)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("kind", "article", "days"),
    [("register", "22", 15), ("notice", "23", 15), ("handle", "34", 60), ("extension", "34", 30), ("ask_review", "35", 30),
     ("review", "35", 30), ("ask_rereview", "36", 30), ("rereview", "36", 30)],
)  # fmt: skip
def test_calendar_days_of_the_regulations_on_petitions(kind: str, article: str, days: int) -> None:
    """Art. 22, 23, 34, 35, 36: the first day does not count, days off do, it ends with its last day."""
    limit = LIMITS["petition", kind]
    assert article in str(limit.article) and limit.unit == "days"
    for start in (MORNING, datetime(2026, 12, 31, 23, 50, tzinfo=ZONE), datetime(2027, 1, 20, 8, 0, tzinfo=ZONE)):
        ends = due("petition", kind, start)
        assert ends.date() == start.date() + timedelta(days=days) and (ends.hour, ends.minute) == (23, 59)


@pytest.mark.no_database
def test_art_23_five_working_days_to_object() -> None:
    assert due("petition", "objection", MORNING) == datetime(2026, 12, 7, 17, 30, tzinfo=ZONE)
    # Handed out on the Thursday before New Year's Day, which is free.
    assert due("petition", "objection", datetime(2025, 12, 31, 9, 0, tzinfo=ZONE)).date() == date(2026, 1, 8)


@pytest.mark.no_database
def test_five_working_days_over_lunar_new_year_2026() -> None:
    """The State Council's list for 2026: 15 to 23 February free, the 14th and the 28th worked."""
    start = datetime(2026, 2, 12, 10, 0, tzinfo=ZONE)
    sum_ = reckon(LIMITS["hotline", "handle"], start, Hours(), {})
    assert sum_.due_at.date() == date(2026, 2, 26) and not sum_.provisional
    words = steps_in_words(LIMITS["hotline", "handle"], sum_.steps)
    assert (any("春节" in one for one in words) and "2026" in words[-1]) or "2月26日" in words[-1]


@pytest.mark.no_database
def test_a_year_without_a_list_is_reckoned_by_law_and_said_to_be_provisional() -> None:
    sum_ = reckon(LIMITS["hotline", "handle"], datetime(2027, 2, 3, 10, 0, tzinfo=ZONE), Hours(), {})
    assert sum_.provisional and any(step[0] == "provisional" for step in sum_.steps)


def test_a_list_that_comes_out_late_reckons_open_limits_anew_and_says_so(county: County) -> None:
    with time_machine.travel(datetime(2026, 12, 30, 10, 0, tzinfo=ZONE), tick=False):
        case = county.given()
        clock = case.clocks.get(kind="handle")
        before, petition = clock.due_at, county.given(petition=True).clocks.get(kind="handle").due_at
        assert clock.provisional
        declare_days(YearList(2027, "试", False, [ListedDay(date(2027, 1, day), False) for day in (1, 4, 5, 6)]))
        clocks.fire_due()
        clock.refresh_from_db()
        case.refresh_from_db()
        assert clock.due_at != before and case.deadline_at == clock.due_at and any(step[0] == "anew" for step in clock.steps)
        assert Entry.objects.filter(stream=case.stream_id, kind="case.reckoned_anew").count() >= 1
        assert CaseClock.objects.get(case__procedure="petition", kind="handle").due_at == petition  # calendar days have no list


def test_art_34_a_limit_that_passed_stays_and_is_told_once(county: County) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        case = county.given()
        due_at = case.clocks.get(kind="handle").due_at
        clock.move_to(due_at + timedelta(minutes=5))
        clocks.fire_due()
        clocks.fire_due()
        assert Entry.objects.filter(stream=case.stream_id, kind="case.overdue").count() == 1
        answered = answer_case(case, county.who("head"), "solved", "换好了，再漏请回复。")
        assert answered.answers.get().late
        kept = case.clocks.get(kind="handle")
        assert kept.due_at == due_at and kept.passed_at is not None and kept.ended_at is not None


def test_a_new_unit_moves_no_clock(county: County) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        case = county.given(petition=True)
        due_at = case.clocks.get(kind="handle").due_at
        clock.shift(timedelta(days=9))
        dispatch_case(case, county.who("desk"), county.roads.pk)
        assert case.clocks.get(kind="handle").due_at == due_at and Case.objects.get(pk=case.pk).deadline_at == due_at


def test_art_23_after_five_working_days_nobody_objects(county: County) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        case = county.given(petition=True)
        clock.move_to(datetime(2026, 12, 7, 17, 31, tzinfo=ZONE))
        with pytest.raises(WrongState):
            object_to_case(case, county.who("head"), "不归我们")


def test_art_34_more_time_is_at_most_thirty_days_and_once(county: County) -> None:
    with time_machine.travel(MORNING, tick=False):
        case = county.given(petition=True)
        due_at = case.clocks.get(kind="handle").due_at
        with pytest.raises(Invalid):
            ask_extension(case, county.who("clerk"), due_at + timedelta(days=30, minutes=1), "等图纸")
        ask_extension(case, county.who("clerk"), due_at + timedelta(days=30), "等图纸")
        decide_extension(case, county.who("head"), True)
        assert case.clocks.get(kind="handle").state == "extended"
        assert Case.objects.get(pk=case.pk).deadline_at == due_at + timedelta(days=30)
        with pytest.raises(WrongState):
            ask_extension(case, county.who("clerk"), due_at + timedelta(days=40), "再等")


def test_art_35_a_review_is_asked_for_within_thirty_days(county: County) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        case = county.answered(petition=True)
        clock.move_to(MORNING + timedelta(days=31))
        with pytest.raises(WrongState):
            review_case(case, county.who("resident"), "请复查")


def test_every_limit_is_explained_in_both_languages(county: County, in_language: object) -> None:
    case = county.case(petition=True)
    accept_case(case, county.who("desk"))
    for language in ("zh-hans", "en"):
        with in_language(language):  # type: ignore[operator]
            shown = clocks_of(case)
            assert len(shown) == 3 and all(len(clock.steps) >= 3 and clock.article for clock in shown)
    assert days_set() is not None
