"""A lake with something to sell: a secretary's moment, a fisherman, buyers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from huiyin.feed.actions import publish
from huiyin.market.actions import ListingDraft, OrderDraft, Placed, open_listing, place_order
from huiyin.market.models import LedgerRow, Listing, Order, OrderPart, Producer
from huiyin.people.models import Person
from tests.factories import a_holding, a_person, a_post, a_unit

KG = 1000


def a_moment(by: Person, text: str = "水库的鱼，一年的盼头", audience: str = "public") -> Any:
    """Gives a moment, as it is published."""
    return publish(by, text, audience=audience)


@dataclass
class Market:
    """A listing with those around it. `order` places an order and gives what came of it."""

    secretary: Person
    clerk: Person
    producer: Person
    listing: Listing
    more: dict[str, Any] = field(default_factory=dict)

    def order(self, grams: int, by: Person | None = None, **said: Any) -> Placed:
        """Somebody orders; a new member where nobody is named."""
        return place_order(self.listing.pk, by or a_person(kind="resident"), OrderDraft(grams, **said))

    def stranger(self, grams: int, phone: str = "13900001111", **said: Any) -> Placed:
        """A stranger orders."""
        return place_order(self.listing.pk, None, OrderDraft(grams, name="老周", phone=phone, **said))

    @property
    def now(self) -> Listing:
        """The listing as it stands."""
        return Listing.objects.get(pk=self.listing.pk)


def a_market(stock: int = 1000 * KG, *, audience: str = "public", **said: Any) -> Market:
    """Gives a market; `said` is what else its listing says."""
    unit = a_unit()
    secretary, clerk, producer = a_person(), a_person(), a_person(kind="resident")
    a_holding(secretary, a_post("书记", unit))
    a_holding(clerk, a_post("干事", unit))
    said.setdefault("producers", [(producer.pk, stock)])
    draft = ListingDraft("水库斑点叉尾鮰", stock, timezone.now() + timedelta(days=3), secretary.pk, **said)
    return Market(secretary, clerk, producer, open_listing(a_moment(secretary, audience=audience).pk, secretary, draft).listing)


@pytest.fixture
def market(db: None) -> Market:
    """A tonne of fish."""
    return a_market()


def sums_hold(listing_pk: int) -> None:
    """Every figure is a sum of ledger rows, and offered = reserved + confirmed + delivered + free."""
    rows = list(LedgerRow.objects.filter(listing=listing_pk))

    def figures(own: list[LedgerRow]) -> dict[str, int]:
        by = {kind: sum(row.grams for row in own if row.kind == kind) for kind in LedgerRow.Kind.values}
        return {
            "offered_grams": by["offered"], "reserved_grams": by["reserved"] - by["released"] - by["confirmed"],
            "confirmed_grams": by["confirmed"] - by["delivered"] - by["refused"], "delivered_grams": by["delivered"],
        }  # fmt: skip

    listing = Listing.objects.get(pk=listing_pk)
    told = figures(rows)
    assert told == {name: getattr(listing, name) for name in told}
    held = told["reserved_grams"] + told["confirmed_grams"] + told["delivered_grams"]
    assert told["offered_grams"] == held + listing.free_grams and listing.free_grams >= 0
    for producer in Producer.objects.filter(listing=listing):
        of_one = figures([row for row in rows if row.producer_id == producer.pk])
        assert of_one == {name: getattr(producer, name) for name in of_one}
    orders = list(Order.objects.filter(listing=listing))
    for order in orders:
        of_one = figures([row for row in rows if row.order_id == order.pk])
        assert of_one["reserved_grams"] == order.reserved_grams + order.offered_grams
        assert (of_one["confirmed_grams"], of_one["delivered_grams"]) == (order.confirmed_grams, order.delivered_grams)
        parts = list(OrderPart.objects.filter(order=order))
        for name in ("reserved_grams", "confirmed_grams", "delivered_grams"):
            assert sum(getattr(part, name) for part in parts) == of_one[name]
    assert listing.waiting_grams == sum(order.waiting_grams for order in orders)
    assert listing.unproved_grams == sum(order.reserved_grams for order in orders if order.state == Order.State.UNPROVED)
