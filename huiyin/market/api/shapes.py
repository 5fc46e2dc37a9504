"""What programs are given and may send of listings and orders."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from huiyin.core.api import In, Key, Moment, Number, line
from huiyin.market.actions.opening import PLACES_LIMIT, PRODUCERS_LIMIT, TITLE_LIMIT
from huiyin.market.actions.ordering import NAME_LIMIT
from huiyin.market.models import PLACES, Listing, Order
from huiyin.market.order_codes import code_of
from huiyin.market.rules import number_shown
from huiyin.market.weights import MOST
from huiyin.people.phones import veiled_phone

Grams = Annotated[int, Field(ge=1, le=MOST)]
Fen = Annotated[int, Field(ge=0, le=10**9)]
Per = Literal["jin", "kg", "t"]
Take = Literal["all", "part"]
Rule = Literal["time", "pro_rata", "smallest"]
ListingState = Literal["proposed", "open", "closed"]
OrderState = Literal["unproved", "reserved", "waiting", "offered", "confirmed", "delivered", "cancelled", "expired", "refused"]
Channel = Literal["page", "phone", "api"]
PlaceName = Annotated[str, line(60)]


class ProducerIn(In):
    person: Number
    stock_grams: Grams


class PlaceIn(In):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    name: PlaceName
    starts_at: Moment | None = Field(default=None, alias="from")
    ends_at: Moment | None = Field(default=None, alias="to")


class PlaceOut(Schema):
    name: str
    starts_at: datetime | None = Field(alias="from")
    ends_at: datetime | None = Field(alias="to")


class ListingIn(In):
    moment: Number
    title: Annotated[str, line(TITLE_LIMIT)]
    stock_grams: Grams
    min_grams: Annotated[int, Field(ge=0, le=MOST)] = 1
    price_fen: Fen | None = None
    per: Per = "jin"
    closes_at: Moment
    places: Annotated[list[PlaceIn], Field(max_length=PLACES_LIMIT)] = []
    producers: Annotated[list[ProducerIn], Field(max_length=PRODUCERS_LIMIT)] = []
    answers_for: Number
    key: Key = ""


class ListingOut(Schema):
    id: int
    moment: int
    title: str
    state: ListingState
    per: Per
    price_fen: int | None
    min_grams: int
    closes_at: datetime
    answers_for: int
    places: list[PlaceOut]
    offered_grams: int
    reserved_grams: int
    confirmed_grams: int
    delivered_grams: int
    free_grams: int
    waiting_grams: int
    orders_count: int


class BuyIn(In):
    grams: Grams
    take: Take = "part"
    min_grams: Annotated[int, Field(ge=0, le=MOST)] | None = None
    wait: bool = True
    name: Annotated[str, line(NAME_LIMIT)] | None = None
    phone: Annotated[str, line(40)] | None = None
    place: PlaceName | int | None = None
    via: Annotated[str, line(60)] | None = None
    key: Key = ""


class BoughtOut(Schema):
    id: int
    number: str
    listing: int
    state: OrderState
    grams: int
    take: Take
    min_grams: int
    reserved_grams: int
    confirmed_grams: int
    delivered_grams: int
    waiting_grams: int
    place: str
    places: list[PlaceOut]
    accept_by: datetime | None
    channel: Channel
    name: str
    phone: str
    paid_fen: int | None
    at: datetime


class PlacedOut(BoughtOut):
    code: str


class SureIn(In):
    key: Key = ""


class DeliverIn(In):
    weighed_grams: Grams
    producer: Number | None = None
    paid_fen: Fen | None = None
    key: Key = ""


class StockIn(In):
    offered_grams: Annotated[int, Field(ge=0, le=MOST)]
    rule: Rule | None = None
    preview: bool = False
    key: Key = ""


class CutOut(Schema):
    order: int
    number: str
    before_grams: int
    after_grams: int


class StockOut(ListingOut):
    preview: bool
    cuts: list[CutOut]


def listing_out(listing: Listing) -> dict[str, Any]:
    """Gives a listing as programs see it."""
    return {
        "id": listing.pk, "moment": listing.moment_id, "title": listing.title, "state": listing.state, "per": listing.per,
        "price_fen": listing.price_fen, "min_grams": listing.min_grams, "closes_at": listing.closes_at,
        "answers_for": listing.answers_for_id, "places": places_out(listing), "offered_grams": listing.offered_grams,
        "reserved_grams": listing.reserved_grams, "confirmed_grams": listing.confirmed_grams,
        "delivered_grams": listing.delivered_grams, "free_grams": listing.free_grams, "waiting_grams": listing.waiting_grams,
        "orders_count": listing.orders_count,
    }  # fmt: skip


def places_out(listing: Listing) -> list[dict[str, Any]]:
    """Gives the places of a listing."""
    return [{"name": one.name, "from": one.starts_at, "to": one.ends_at} for one in PLACES(listing.pk)]


def order_out(order: Order, reader: Any, places: list[dict[str, Any]], operates: bool | None = None) -> dict[str, Any]:
    """Gives an order as this reader sees it: whose number is not theirs to see whole yet is masked. `operates`: as in `number_shown`."""
    whole = number_shown(reader, order, operates)
    name = order.name or (order.person.name if order.person is not None else "")
    phone = order.phone or (order.person.phone if order.person is not None else "") or ""
    return {
        "id": order.pk, "number": order.number, "listing": order.listing_id, "state": order.state, "grams": order.grams,
        "take": order.take, "min_grams": order.min_grams, "reserved_grams": order.reserved_grams + order.offered_grams,
        "confirmed_grams": order.confirmed_grams, "delivered_grams": order.delivered_grams, "waiting_grams": order.waiting_grams,
        "place": str(order.place or ""), "places": places, "accept_by": order.accept_by, "channel": order.channel,
        "name": name if whole else veiled_name(name), "phone": phone if whole else veiled_phone(phone), "paid_fen": order.paid_fen,
        "at": order.at,
    }  # fmt: skip


def veiled_name(name: str) -> str:
    """Gives a name so that its owner knows it again and nobody else learns it: 周•."""
    return f"{name[:1]}•" if name else ""


def placed_out(order: Order, reader: Any, places: list[dict[str, Any]]) -> dict[str, Any]:
    """Gives an order that was just placed, with its code."""
    return order_out(order, reader, places) | {"code": code_of(order)}
