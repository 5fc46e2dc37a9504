"""Who moves up, who is waited for, who is passed over: the rule as it is written."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from huiyin.market.waiting_list import PATIENCE, Waits, serve

NOW = datetime(2026, 11, 29, 9, 0, tzinfo=UTC)


@st.composite
def lists(draw: st.DrawFn) -> list[Waits]:
    """A waiting list, in any order."""
    made = []
    for place in draw(st.permutations(range(draw(st.integers(1, 10))))):
        since = draw(st.none() | st.integers(0, 3600).map(lambda seconds: NOW - timedelta(seconds=seconds)))
        grams, least = draw(st.integers(1, 1000)), draw(st.integers(0, 1000))
        made.append(Waits(place + 100, grams, place, draw(st.booleans()), least, since, draw(st.booleans())))
    return made


@given(lists(), st.integers(0, 3000))
def test_nobody_behind_is_served_before_who_is_waited_for_and_nobody_is_passed_without_a_record(entries, free):
    turn = serve(free, entries, NOW)
    assert sum(turn.given.values()) <= free
    left = free
    told = dict(turn.passed)
    for entry in sorted(entries, key=lambda one: one.place):
        if turn.head is not None and entry.place > next(one.place for one in entries if one.id == turn.head):
            assert entry.id not in turn.given
        grams = turn.given.get(entry.id, 0)
        assert grams in ((0, entry.grams) if entry.whole else range(entry.grams + 1))
        behind = any(one.place > entry.place and one.id in turn.given for one in entries)
        if behind and not grams:  # somebody behind was served before them: then they were passed, and it is told
            assert entry.passed or told[entry.id] > 0
        left -= grams
    assert set(told) <= {entry.id for entry in entries if not entry.passed}


@given(lists(), st.integers(1, 3000))
def test_after_the_patience_what_is_free_lies_idle_for_nobody_who_fits(entries, free):
    waited = [replace(entry, since=NOW - PATIENCE) for entry in entries]
    turn = serve(free, waited, NOW)
    left = free - sum(turn.given.values())
    assert turn.head is None
    assert all(entry.takes(left) == 0 for entry in waited if entry.id not in turn.given)


def test_who_takes_all_or_nothing_is_waited_for_then_passed_and_keeps_the_place():
    head = Waits(1, 500, 1, whole=True)
    behind = Waits(2, 100, 2, whole=True)
    first = serve(200, [head, behind], NOW)
    assert (first.given, first.head, first.until) == ({}, 1, NOW + PATIENCE)
    later = serve(200, [replace(head, since=NOW), behind], NOW + PATIENCE)
    assert (later.given, later.passed, later.head) == ({2: 100}, [(1, 300)], None)
    at_last = serve(550, [replace(head, passed=True), Waits(3, 100, 3)], NOW + PATIENCE)
    assert at_last.given == {1: 500, 3: 50}


def test_who_takes_a_part_gets_what_is_free_and_the_rest_waits_on():
    assert serve(120, [Waits(1, 500, 1), Waits(2, 50, 2)], NOW).given == {1: 120}


def test_less_than_the_least_does_not_fit():
    turn = serve(80, [Waits(1, 500, 1, least=100), Waits(2, 50, 2)], NOW)
    assert turn.given == {} and turn.head == 1


def test_where_nothing_is_free_nobody_is_waited_for():
    turn = serve(0, [Waits(1, 500, 1, whole=True)], NOW)
    assert turn.head is None and not turn.passed
