"""Listings: opened, read, ordered of, their stock corrected."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from huiyin.core.api import LARGEST, REFUSALS, needs
from huiyin.core.paging import After, a_page, place_after
from huiyin.market import actions
from huiyin.market.api.shapes import (
    BoughtOut,
    BuyIn,
    ListingIn,
    ListingOut,
    PlacedOut,
    StockIn,
    StockOut,
    SureIn,
    listing_out,
    order_out,
    placed_out,
    places_out,
)
from huiyin.market.models import Order
from huiyin.market.queries import listing_for, orders_of
from huiyin.market.rules import orders_visible, takes_calls

router = Router(tags=["listings"])
Id = Annotated[int, Path(ge=1, le=LARGEST)]


@router.post("/listings", response={200: ListingOut, 201: ListingOut, **REFUSALS}, by_alias=True,
             summary="Open a listing; the same key opens it once", **needs("orders:write"))  # fmt: skip
def open(request: HttpRequest, body: ListingIn) -> Any:
    me: Any = request.user
    told = body.model_dump(exclude={"moment", "producers", "places"})
    told["min_grams"] = max(1, told["min_grams"])
    draft = actions.ListingDraft(
        **told, producers=[(one.person, one.stock_grams) for one in body.producers],
        places=[actions.PlaceDraft(one.name, one.starts_at, one.ends_at) for one in body.places],
    )  # fmt: skip
    opened = actions.open_listing(body.moment, me, draft)
    return 200 if opened.again else 201, listing_out(opened.listing)


@router.get("/listings/{listing_id}", response={200: ListingOut, **REFUSALS}, by_alias=True, summary="A listing with its figures",
            **needs("orders:read"))  # fmt: skip
def one(request: HttpRequest, listing_id: Id) -> Any:
    return listing_out(listing_for(request.user, listing_id))


@router.post("/listings/{listing_id}/answer", response={200: ListingOut, **REFUSALS}, by_alias=True,
             summary="Answer from now on for a listing whose answerer has left", **needs("orders:write"))  # fmt: skip
def answer(request: HttpRequest, listing_id: Id, body: SureIn | None = None) -> Any:
    me: Any = request.user
    listing_for(me, listing_id)
    return listing_out(actions.answer_for(listing_id, me))


@router.get("/listings/{listing_id}/orders", response={200: list[BoughtOut], **REFUSALS}, by_alias=True,
            summary="The orders of a listing that I may see", **needs("orders:read"))  # fmt: skip
def orders(request: HttpRequest, response: HttpResponse, listing_id: Id, limit: Annotated[int, Query(ge=1, le=200)] = 50,
           after: After = "") -> Any:  # fmt: skip
    me: Any = request.user
    listing = listing_for(me, listing_id)
    begins = place_after(after, 2)[0] if after else 0
    page = a_page(request, response, orders_of(orders_visible(me, listing), begins, limit + 1), limit, _place)
    places, operates = places_out(listing), takes_calls(me, listing)
    return [order_out(order, me, places, operates) for order in page]


def _place(order: Order) -> tuple[int, int]:
    return (order.pk, 0)


@router.post("/listings/{listing_id}/orders", response={200: PlacedOut, 201: PlacedOut, **REFUSALS}, by_alias=True,
             summary="Order; the same key orders once", **needs("orders:write"))  # fmt: skip
def order(request: HttpRequest, listing_id: Id, body: BuyIn) -> Any:
    me: Any = request.user
    draft = actions.OrderDraft(
        body.grams, body.take, body.min_grams or 0, body.wait, body.name or "", body.phone or "", body.place, body.via or "",
        channel=Order.Channel.API, key=body.key,
    )  # fmt: skip
    placed = actions.place_order(listing_id, me, draft)
    return 200 if placed.again else 201, placed_out(placed.order, me, places_out(placed.order.listing))


@router.post("/listings/{listing_id}/stock", response={200: StockOut, **REFUSALS}, by_alias=True,
             summary="Correct the stock, or see what that would do", **needs("orders:write"))  # fmt: skip
def stock(request: HttpRequest, listing_id: Id, body: StockIn) -> Any:
    me: Any = request.user
    listing_for(me, listing_id)
    done = actions.set_stock(listing_id, me, body.offered_grams, body.rule or "", preview=body.preview, key=body.key)
    cuts = [
        {"order": cut.order.pk, "number": cut.order.number, "before_grams": cut.before_grams, "after_grams": cut.after_grams}
        for cut in done.cuts
    ]  # fmt: skip
    return listing_out(done.listing) | {"preview": body.preview, "cuts": cuts}
