"""Whatever people do, in whatever order: every figure is a sum of the ledger, nothing is sold twice, nobody is passed without a record, and
an order goes from state to state by a row of the table of moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from huiyin.core.errors import Refused, WrongState
from huiyin.journal.clocks import fire_due
from huiyin.journal.models import Entry
from huiyin.market import actions
from huiyin.market.models import Order
from huiyin.market.moves import LISTING_MOVES, ORDER_MOVES
from tests.factories import a_person
from tests.market.conftest import a_market, sums_hold

WEIGHTS = st.integers(1, 60)
#: What becomes of the others when something is free; when a listing closes; when time goes on.
LINE, CLOSING, CLOCKS = ("offer",), ("expire", "close"), ("expire", "lapse", "offer", "close")


def may_become(before: str, *names: str) -> set[str]:
    """Gives every state an order may be in after any of these moves, one after another."""
    found, waiting = {before}, [before]
    while waiting:
        state = waiting.pop()
        news = {after for name in names for after in ORDER_MOVES.outcomes(name, state)} - found
        found |= news
        waiting.extend(news)
    return found


class Selling(RuleBasedStateMachine):
    """A harvest of 100 grams of two producers, few buyers, and a clock that goes on."""

    @initialize()
    def opened(self) -> None:
        self.travel = time_machine.travel(timezone.now(), tick=False)
        self.clock = self.travel.start()
        self.other = a_person(kind="resident")
        self.first = a_person(kind="resident")
        self.buyers = [a_person(kind="resident") for _ in range(3)]
        self.market = a_market(100, producers=[(self.first.pk, 70), (self.other.pk, 30)])

    def teardown(self) -> None:
        if hasattr(self, "travel"):
            self.travel.stop()

    @rule(grams=WEIGHTS, who=st.integers(0, 2), take=st.sampled_from(["all", "part"]), wait=st.booleans(), least=st.integers(0, 60))
    def order(self, grams: int, who: int, take: str, wait: bool, least: int) -> None:
        self.tried(self.market.order, grams, self.buyers[who], take=take, wait=wait, min_grams=min(grams, least))

    @rule(grams=st.integers(1, 8), number=st.integers(1, 3))
    def stranger(self, grams: int, number: int) -> None:
        self.tried(self.market.stranger, grams, phone=f"1390000111{number}")

    @rule(pick=st.integers(0, 50), move=st.sampled_from(["prove", "confirm", "confirm", "accept", "cancel"]))
    def move(self, pick: int, move: str) -> None:
        if order := self.picked(pick):
            if move == "prove":
                self.moved("prove", order, None, phone=order.phone)
            elif move == "confirm":
                self.moved("confirm", order, order.person)
                self.moved("confirm", order, self.market.secretary)
            else:
                self.moved(move, order, order.person)

    @rule(pick=st.integers(0, 50), weighed=WEIGHTS, whose=st.booleans())
    def deliver(self, pick: int, weighed: int, whose: bool) -> None:
        if order := self.picked(pick):
            self.moved("deliver", order, self.first if whose else self.other, weighed_grams=weighed)

    @rule(grams=st.integers(0, 150), by=st.sampled_from(["time", "pro_rata", "smallest"]))
    def stock(self, grams: int, by: str) -> None:
        self.tried(actions.set_stock, self.market.listing.pk, self.market.secretary, grams, by, among=("cut", *LINE))

    @rule(minutes=st.sampled_from([1, 20, 40, 300]))
    def time_goes_on(self, minutes: int) -> None:
        self.clock.shift(timedelta(minutes=minutes))
        self.tried(fire_due, among=CLOCKS)

    @precondition(lambda self: Order.objects.filter(listing=self.market.listing).count() > 6)
    @rule()
    def close(self) -> None:
        before = self.market.now.state
        self.tried(actions.close_listing, self.market.listing.pk, self.market.secretary, among=CLOSING)
        assert self.market.now.state == (LISTING_MOVES.after("close", before) if LISTING_MOVES.leads("close", before) else before)

    def moved(self, name: str, order: Order, by: Any, **brought: Any) -> None:
        """Makes a move by its name: it leads where its row says, is refused where that leads nowhere, and made already changes nothing."""
        before = Order.objects.get(pk=order.pk).state
        refused = self.tried(actions.make_move, name, order.pk, by, of=order, **brought)
        after = Order.objects.get(pk=order.pk).state
        if before in ORDER_MOVES[name].again:
            assert refused is None and after == before
        elif not ORDER_MOVES.leads(name, before):
            assert isinstance(refused, WrongState) and after == before
        elif refused is None:
            assert after in {end for one in ORDER_MOVES.outcomes(name, before) for end in may_become(one, *LINE)}

    def picked(self, pick: int) -> Order | None:
        found = list(Order.objects.filter(listing=self.market.listing).order_by("pk"))
        return found[pick % len(found)] if found else None

    def tried(self, what: Any, *said: Any, among: tuple[str, ...] = LINE, of: Order | None = None, **more: Any) -> Refused | None:
        """Does something; gives the refusal, if it was refused. Whatever else than the order it is `of` changes, does so by these moves."""
        before, refused = self.states(), None
        try:
            what(*said, **more)
        except Refused as error:
            refused = error
        for pk, state in self.states().items():
            if pk not in before:
                assert state in {"unproved", *ORDER_MOVES.outcomes("prove", "unproved")} - {"refused"}
            elif of is None or pk != of.pk:
                assert state in may_become(before[pk], *among)
        return refused

    def states(self) -> dict[int, str]:
        return dict(Order.objects.filter(listing=self.market.listing).values_list("pk", "state"))

    @invariant()
    def every_figure_is_a_sum(self) -> None:
        if hasattr(self, "market"):
            sums_hold(self.market.listing.pk)

    @invariant()
    def nobody_is_passed_without_a_record(self) -> None:
        if not hasattr(self, "market"):
            return
        told = {entry.data["order"] for entry in Entry.objects.filter(kind="order.passed", stream=self.market.now.stream_id)}
        for order in Order.objects.filter(listing=self.market.listing):
            assert order.passed_at is None or order.pk in told
            assert order.ended == (not order.held_grams and not order.waiting_grams and order.state != Order.State.UNPROVED)
            if order.take == Order.Take.ALL and not order.delivered_grams:
                held = order.held_grams
                assert held in (0, order.grams), "all or nothing stays whole"

    @invariant()
    def what_is_free_lies_idle_only_for_who_is_waited_for(self) -> None:
        if not hasattr(self, "market"):
            return
        now = self.market.now
        line = list(Order.objects.filter(listing=now, waiting_grams__gt=0).order_by("line_place"))
        waited_for = [order for order in line if order.waited_for_since is not None]
        assert len(waited_for) <= 1
        if now.free_grams and line and now.state == "open" and not waited_for:
            assert all(order.passed_at is not None for order in line)


def test_each_move_has_its_action_and_each_that_people_make_its_words() -> None:
    for table in (ORDER_MOVES, LISTING_MOVES):
        assert not table.without_action()
        assert all(row.words or row.who == ("house",) for row in table.rows)


@pytest.mark.django_db(transaction=True)
def test_an_order_goes_by_the_rows_of_the_house_from_what_moved_up_to_its_end() -> None:
    market = a_market(100)
    holder = market.order(90).order
    order = market.order(20).order

    def goes(name: str, state: str) -> None:
        before, order.state = order.state, Order.objects.get(pk=order.pk).state
        assert order.state == state and state in ORDER_MOVES.outcomes(name, before)

    assert order.state == "reserved" and order.waiting_grams == 10
    actions.cancel_order(holder.pk, holder.person)
    goes("offer", "offered")
    with time_machine.travel(timezone.now() + timedelta(hours=5)):
        fire_due()
    goes("lapse", "reserved")
    actions.set_stock(market.listing.pk, market.secretary, 0, "time")
    goes("cut", "waiting")
    actions.close_listing(market.listing.pk, market.secretary)
    goes("close", "expired")


@pytest.mark.django_db(transaction=True)
def test_whatever_happens_the_book_is_right() -> None:
    run_state_machine_as_test(
        Selling,
        settings=settings(  # not shrunk: each step is a transaction, and the steps of a failure are told as they are
            max_examples=7, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck),
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
        ),
    )
