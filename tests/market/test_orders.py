"""Ordering, confirming, moving up, handing over: each through its action."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from huiyin.core.errors import Invalid, KeyUsed, NotAllowed, NotThere, WrongState
from huiyin.journal.clocks import fire_due
from huiyin.journal.models import Entry
from huiyin.market import actions
from huiyin.market.actions.ordering import OrderDraft
from huiyin.market.actions.serving import ACCEPT_WITHIN
from huiyin.market.models import LedgerRow, Listing, Order
from huiyin.market.refusals import Closed, Full, OverStock
from huiyin.market.waiting_list import PATIENCE
from tests.factories import a_person
from tests.market.conftest import KG, Market, a_market, sums_hold

pytestmark = pytest.mark.django_db


def fresh(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


def both_confirm(market: Market, order: Order) -> Order:
    actions.confirm_order(order.pk, order.person)
    return actions.confirm_order(order.pk, market.producer)


def test_an_order_is_reserved_until_both_sides_have_confirmed_and_weighed_at_hand_over(market):
    placed = market.order(100 * KG)
    assert placed.order.state == "reserved" and market.now.reserved_grams == 100 * KG
    assert actions.confirm_order(placed.order.pk, placed.order.person).state == "reserved"
    assert actions.confirm_order(placed.order.pk, market.producer).state == "confirmed"
    assert (market.now.confirmed_grams, market.now.reserved_grams) == (100 * KG, 0)
    done = actions.deliver_order(placed.order.pk, market.producer, 98_500, paid_fen=118_200)
    assert (done.state, done.delivered_grams, done.paid_fen) == ("delivered", 98_500, 118_200)
    assert market.now.free_grams == 1000 * KG - 98_500
    sums_hold(market.listing.pk)


def test_what_is_part_takes_what_is_free_and_the_rest_waits_what_is_all_waits_whole(market):
    market.order(900 * KG)
    part = market.order(300 * KG, take="part").order
    assert (part.state, part.reserved_grams, part.waiting_grams) == ("reserved", 100 * KG, 200 * KG)
    whole = market.order(50 * KG, take="all").order
    assert (whole.state, whole.waiting_grams) == ("waiting", 50 * KG)
    assert market.now.waiting_grams == 250 * KG
    sums_hold(market.listing.pk)


def test_who_does_not_want_to_wait_is_told_that_it_is_full_and_nothing_is_kept(market):
    market.order(950 * KG)
    with pytest.raises(Full):
        market.order(100 * KG, take="all", wait=False)
    part = market.order(100 * KG, take="part", wait=False).order
    assert (part.reserved_grams, part.waiting_grams) == (50 * KG, 0)
    with pytest.raises(Full):
        market.order(1 * KG, wait=False)
    assert Order.objects.count() == 2
    sums_hold(market.listing.pk)


def test_so_many_orders_of_one_buyer_wait_and_no_more(market, monkeypatch):
    monkeypatch.setattr("huiyin.market.actions.ordering.MOST_WAITING", 2)
    market.order(1000 * KG)
    buyer = a_person(kind="resident")
    waiting = [market.order(10 * KG, buyer).order for _ in range(2)]
    with pytest.raises(Invalid) as refused:
        market.order(10 * KG, buyer)
    assert refused.value.field == "wait" and market.now.waiting_grams == 20 * KG
    stranger = market.stranger(10 * KG, phone=buyer.phone).order
    with pytest.raises(Invalid):
        actions.prove_number(stranger.pk, buyer.phone)
    assert fresh(stranger).state == "unproved"
    market.order(10 * KG)  # others wait behind them
    actions.cancel_order(waiting[0].pk, buyer)
    assert market.order(10 * KG, buyer).order.state == "waiting"
    sums_hold(market.listing.pk)


def test_a_retried_order_is_the_same_order_and_another_under_its_key_is_refused(market):
    buyer = a_person(kind="resident")
    first = market.order(10 * KG, buyer, key="k1")
    again = market.order(10 * KG, buyer, key="k1")
    assert again.again and again.order.pk == first.order.pk and again.code == first.code
    with pytest.raises(KeyUsed):
        market.order(20 * KG, buyer, key="k1")
    assert market.now.reserved_grams == 10 * KG


def test_whoever_moves_up_has_a_time_to_accept_then_it_goes_to_the_next(market):
    first = market.order(1000 * KG).order
    second, third = market.order(600 * KG).order, market.order(500 * KG).order
    actions.cancel_order(first.pk, first.person)
    assert [fresh(one).state for one in (second, third)] == ["offered", "offered"]
    assert fresh(third).offered_grams == 400 * KG and fresh(third).waiting_grams == 100 * KG
    assert actions.accept_offer(third.pk, third.person).state == "reserved"
    with time_machine.travel(timezone.now() + ACCEPT_WITHIN + timedelta(minutes=1), tick=False):
        with pytest.raises(WrongState):
            actions.accept_offer(second.pk, second.person)
        fire_due()
        assert fresh(second).state == "expired"
        assert fresh(third).offered_grams == 100 * KG
    sums_hold(market.listing.pk)


def test_nobody_new_is_served_while_somebody_waits_and_who_is_passed_over_is_on_record(market):
    holder = market.order(900 * KG).order
    head = market.order(500 * KG, take="all").order
    behind = market.order(50 * KG).order
    assert fresh(behind).state == "waiting", "what is free goes to the list first"
    with pytest.raises(Full):
        market.order(10 * KG, wait=False)
    with time_machine.travel(timezone.now() + PATIENCE + timedelta(minutes=1), tick=False):
        fire_due()
        assert fresh(behind).state == "offered" and fresh(head).state == "waiting"
        passed = Entry.objects.get(kind="order.passed")
        assert (passed.data["order"], passed.data["missing"]) == (head.pk, 400 * KG)
        late = market.order(60 * KG).order
        assert (late.reserved_grams, late.waiting_grams) == (50 * KG, 10 * KG), "they fit, and nobody before them does"
        actions.cancel_order(holder.pk, holder.person)
        assert fresh(head).offered_grams == 500 * KG, "who was passed kept the place"
        assert fresh(late).offered_grams == 10 * KG
    sums_hold(market.listing.pk)


def test_what_is_lighter_is_free_at_once_and_goes_to_who_waits(market):
    first = both_confirm(market, market.order(1000 * KG).order)
    waiting = market.order(5 * KG).order
    actions.deliver_order(first.pk, market.producer, 990 * KG)
    assert fresh(waiting).offered_grams == 5 * KG
    assert market.now.free_grams == 5 * KG
    sums_hold(market.listing.pk)


def test_what_is_heavier_takes_from_what_is_free_else_whoever_answers_is_asked_to_raise_the_stock(market):
    first = both_confirm(market, market.order(900 * KG).order)
    second = both_confirm(market, market.order(50 * KG).order)
    assert actions.deliver_order(second.pk, market.producer, 52 * KG).delivered_grams == 52 * KG
    with pytest.raises(OverStock) as refused:
        actions.deliver_order(first.pk, market.producer, 960 * KG)
    assert refused.value.facts["missing_grams"] == 12 * KG
    assert Entry.objects.filter(kind="order.heavier").count() == 1
    actions.set_stock(market.listing.pk, market.secretary, 1012 * KG)
    actions.deliver_order(first.pk, market.producer, 960 * KG)
    assert market.now.free_grams == 0
    sums_hold(market.listing.pk)


def test_several_producers_in_one_order_each_hands_over_their_own():
    one, other = a_person(kind="resident"), a_person(kind="resident")
    market = a_market(producers=[(one.pk, 600 * KG), (other.pk, 400 * KG)])
    order = market.order(700 * KG).order
    actions.confirm_order(order.pk, order.person)
    actions.confirm_order(order.pk, one)
    with pytest.raises(Invalid):
        actions.deliver_order(order.pk, market.secretary, 1 * KG)
    assert actions.deliver_order(order.pk, one, 599 * KG).state == "confirmed"
    with pytest.raises(NotAllowed):
        actions.deliver_order(order.pk, one, 1 * KG, producer=other.pk)
    assert actions.deliver_order(order.pk, market.clerk, 101 * KG, producer=other.pk).state == "delivered"
    assert market.now.delivered_grams == 700 * KG
    sums_hold(market.listing.pk)


def test_a_strangers_order_is_unproved_and_holds_for_a_limited_time_and_share(market):
    first = market.stranger(40 * KG).order
    assert (first.state, first.reserved_grams) == ("unproved", 40 * KG)
    greedy = market.stranger(300 * KG, phone="13900002222").order
    assert (greedy.state, greedy.reserved_grams) == ("unproved", 0), "beyond the share nothing is held until the number is proved"
    assert market.stranger(20 * KG).order.reserved_grams == 0, "one number holds at most a set weight"
    assert actions.prove_number(greedy.pk, greedy.phone).state == "reserved"
    with pytest.raises(NotAllowed):
        actions.prove_number(first.pk, "+8613900003333")
    with time_machine.travel(timezone.now() + timedelta(hours=5), tick=False):
        fire_due()
    assert fresh(first).state == "expired" and fresh(greedy).state == "reserved"
    assert market.now.reserved_grams == 300 * KG
    sums_hold(market.listing.pk)


def test_only_who_takes_calls_orders_for_anothers_number(market):
    placed = market.order(10 * KG, market.clerk, name="王嫂", phone="139 0000 5555", source="亲戚转的")
    assert (placed.order.channel, placed.order.state, placed.order.phone) == ("phone", "reserved", "+8613900005555")
    with pytest.raises(NotAllowed):
        market.order(10 * KG, name="王嫂", phone="13900005555")
    assert actions.confirm_order(placed.order.pk, market.producer).state == "confirmed", "the caller said yes on the telephone"


def test_a_listing_that_is_closed_or_not_to_be_seen_takes_no_order(market):
    waiting = market.order(1000 * KG).order and market.order(5 * KG).order
    actions.close_listing(market.listing.pk, market.secretary)
    assert fresh(waiting).state == "expired"
    with pytest.raises(Closed):
        market.order(5 * KG)
    with pytest.raises(NotThere):
        actions.place_order(market.listing.pk + 1, market.secretary, OrderDraft(5 * KG))
    sums_hold(market.listing.pk)


def test_the_day_on_which_it_closes_comes_by_itself(market):
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1), tick=False):
        with pytest.raises(Closed):
            market.order(5 * KG)
        fire_due()
    assert market.now.state == Listing.State.CLOSED


def test_too_little_too_much_and_a_place_that_is_none_are_refused():
    market = a_market(min_grams=10 * KG, most_grams=100 * KG)
    buyer = a_person(kind="resident")
    for field, said in (("grams", {"grams": 5 * KG}), ("grams", {"grams": 0}), ("min_grams", {"grams": 20 * KG, "min_grams": 30 * KG}),
                        ("place", {"grams": 20 * KG, "place": "码头"}), ("take", {"grams": 20 * KG, "take": "some"})):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            market.order(by=buyer, **said)
        assert refused.value.field == field
    market.order(60 * KG, buyer)
    with pytest.raises(Invalid):
        market.order(60 * KG, buyer)
    market.order(40 * KG, buyer)


def test_a_stock_cut_below_what_is_held_asks_for_a_rule_shows_the_effect_and_does_it_in_one_step(market):
    first, second = market.order(400 * KG).order, market.order(600 * KG, take="all").order
    both_confirm(market, first)
    with pytest.raises(Invalid) as refused:
        actions.set_stock(market.listing.pk, market.secretary, 700 * KG)
    assert refused.value.field == "rule"
    shown = actions.set_stock(market.listing.pk, market.secretary, 700 * KG, "time", preview=True)
    assert [(cut.order.pk, cut.before_grams, cut.after_grams) for cut in shown.cuts] == [(second.pk, 600 * KG, 0)]
    assert market.now.offered_grams == 1000 * KG
    actions.set_stock(market.listing.pk, market.secretary, 700 * KG, "time")
    assert (fresh(first).confirmed_grams, fresh(second).state, fresh(second).waiting_grams) == (400 * KG, "waiting", 600 * KG)
    sums_hold(market.listing.pk)
    actions.set_stock(market.listing.pk, market.secretary, 200 * KG, "pro_rata")
    assert (fresh(first).confirmed_grams, fresh(first).waiting_grams) == (200 * KG, 200 * KG)
    sums_hold(market.listing.pk)
    actions.set_stock(market.listing.pk, market.secretary, 1000 * KG)
    assert fresh(first).offered_grams == 200 * KG and fresh(second).offered_grams == 600 * KG
    sums_hold(market.listing.pk)


def test_a_stranger_may_not_correct_the_stock(market):
    for who in (market.producer, a_person(), a_person(kind="resident")):
        with pytest.raises(NotAllowed):
            actions.set_stock(market.listing.pk, who, 5 * KG, "time")


def test_what_a_producer_proposes_is_open_once_somebody_answers_for_it(market):
    from tests.market.conftest import a_moment

    fisher = a_person(kind="resident")
    moment = a_moment(fisher, audience="everyone")
    draft = actions.ListingDraft("草鱼", 100 * KG, timezone.now() + timedelta(days=2), market.secretary.pk)
    proposed = actions.open_listing(moment.pk, fisher, draft).listing
    assert proposed.state == "proposed"
    with pytest.raises(NotThere):
        actions.place_order(proposed.pk, a_person(kind="resident"), OrderDraft(5 * KG))
    assert actions.take_up(proposed.pk, market.secretary).state == "open"
    assert actions.place_order(proposed.pk, a_person(kind="resident"), OrderDraft(5 * KG)).order.state == "reserved"


def test_the_ledger_is_only_added_to(market):
    market.order(5 * KG)
    row = LedgerRow.objects.first()
    with pytest.raises(ValueError, match="only added to"):
        row.save()
    with pytest.raises(ValueError, match="only added to"):
        row.delete()
