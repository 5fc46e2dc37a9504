"""Less than was promised: three rules, exact to the gram."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.market.allocation import RULES, Claim, allocate, greedy, largest_remainder


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """Some claims, at least one, in any order of time."""
    count = draw(st.integers(1, 12))
    places = draw(st.permutations(range(count)))
    made = []
    for pk, place in enumerate(places):
        grams = draw(st.integers(1, 10**9))
        made.append(Claim(pk, grams, place, whole=draw(st.booleans()), least=draw(st.integers(0, grams))))
    return made


@given(claims(), st.integers(0, 10**10), st.sampled_from(sorted(RULES)))
def test_nobody_gets_more_than_was_promised_and_all_together_no_more_than_there_is(asked, available, rule):
    kept = allocate(available, asked, rule)
    assert set(kept) == {claim.id for claim in asked}
    assert sum(kept.values()) <= available
    for claim in asked:
        grams = kept[claim.id]
        assert 0 <= grams <= claim.grams
        assert grams in (0, claim.grams) if claim.whole else grams == 0 or grams >= min(claim.least, claim.grams)


@given(claims(), st.integers(0, 10**10), st.sampled_from(sorted(RULES)))
def test_nobody_is_released_who_would_still_fit_into_what_is_left(asked, available, rule):
    kept = allocate(available, asked, rule)
    left = available - sum(kept.values())
    for claim in asked:
        if kept[claim.id] == 0 and (claim.whole or rule != "pro_rata"):
            assert left < (claim.grams if claim.whole else max(1, min(claim.least, claim.grams)))


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=30), st.integers(0, 10**10))
def test_shares_pro_rata_are_within_a_gram_of_exact_and_their_sum_is_exact(weights, available):
    shares = largest_remainder(available, dict(enumerate(weights)))
    total, there = sum(weights), min(available, sum(weights))
    assert sum(shares.values()) == there
    for pk, weight in enumerate(weights):
        assert abs(shares[pk] * total - there * weight) < total


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.integers(0, 10**6))
def test_an_order_is_taken_from_as_few_producers_as_can_be(free, grams):
    stocks = list(enumerate(free))
    if grams > sum(free):
        with pytest.raises(ValueError, match="more than"):
            greedy(grams, stocks)
        return
    taken = greedy(grams, stocks)
    assert sum(taken.values()) == grams and all(0 < part <= free[pk] for pk, part in taken.items())
    fullest = sorted(free, reverse=True)
    assert sum(fullest[: max(0, len(taken) - 1)]) < grams or not taken


def test_by_time_the_first_stay_whole_and_a_part_order_takes_the_rest():
    asked = [Claim(1, 300, 1), Claim(2, 500, 2, whole=True), Claim(3, 400, 3)]
    assert allocate(700, asked, "time") == {1: 300, 2: 0, 3: 400}
    assert allocate(900, asked, "time") == {1: 300, 2: 500, 3: 100}


def test_pro_rata_everybody_bears_the_same_part_of_the_loss():
    assert allocate(500, [Claim(1, 300, 1), Claim(2, 300, 2), Claim(3, 400, 3)], "pro_rata") == {1: 150, 2: 150, 3: 200}
    assert allocate(100, [Claim(1, 100, 1), Claim(2, 100, 2), Claim(3, 100, 3)], "pro_rata") == {1: 34, 2: 33, 3: 33}


def test_pro_rata_whole_orders_stay_whole_as_far_as_their_common_share_reaches():
    asked = [Claim(1, 200, 1, whole=True), Claim(2, 200, 2, whole=True), Claim(3, 400, 3)]
    assert allocate(400, asked, "pro_rata") == {1: 200, 2: 0, 3: 200}
    assert allocate(300, asked, "pro_rata") == {1: 0, 2: 0, 3: 300}


def test_who_would_get_less_than_their_least_is_released_and_the_others_share_it():
    asked = [Claim(1, 100, 1, least=80), Claim(2, 100, 2)]
    assert allocate(100, asked, "pro_rata") == {1: 0, 2: 100}


def test_smallest_first_serves_as_many_as_can_be():
    asked = [Claim(1, 900, 1, whole=True), Claim(2, 50, 2), Claim(3, 40, 3, whole=True), Claim(4, 30, 4)]
    assert allocate(100, asked, "smallest") == {1: 0, 2: 30, 3: 40, 4: 30}


def test_enough_for_all_leaves_everybody_what_they_have():
    asked = [Claim(1, 10, 1, whole=True), Claim(2, 20, 2)]
    assert all(allocate(30, asked, rule) == {1: 10, 2: 20} for rule in RULES)


def test_less_than_nothing_is_refused():
    with pytest.raises(ValueError, match="less than nothing"):
        allocate(-1, [Claim(1, 10, 1)], "time")
