"""Orders: read, confirmed, accepted, cancelled, handed over."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path, Router

from huiyin.core.api import LARGEST, REFUSALS, needs
from huiyin.market import actions
from huiyin.market.api.shapes import BoughtOut, DeliverIn, SureIn, order_out, places_out
from huiyin.market.moves import ORDER_MOVES
from huiyin.market.queries import order_for

router = Router(tags=["listings"])
Id = Annotated[int, Path(ge=1, le=LARGEST)]


def _shown(me: Any, pk: int) -> dict[str, Any]:
    order = order_for(me, pk)
    return order_out(order, me, places_out(order.listing))


def _moved(request: HttpRequest, pk: int, move: str, body: SureIn | DeliverIn | None) -> dict[str, Any]:
    """Makes a move of the table with what the body says of it; gives the order as it is then."""
    me: Any = request.user
    order_for(me, pk)
    actions.make_move(move, pk, me, **({field: getattr(body, field) for field in ORDER_MOVES[move].fields} if body else {}))
    return _shown(me, pk)


@router.get("/orders/{order_id}", response={200: BoughtOut, **REFUSALS}, by_alias=True, summary="An order", **needs("orders:read"))
def one(request: HttpRequest, order_id: Id) -> Any:
    return _shown(request.user, order_id)


@router.post("/orders/{order_id}/confirm", response={200: BoughtOut, **REFUSALS}, by_alias=True,
             summary="Confirm for my side", **needs("orders:write"))  # fmt: skip
def confirm(request: HttpRequest, order_id: Id, body: SureIn | None = None) -> Any:
    return _moved(request, order_id, "confirm", body)


@router.post("/orders/{order_id}/accept", response={200: BoughtOut, **REFUSALS}, by_alias=True,
             summary="Accept what moved up from the waiting list", **needs("orders:write"))  # fmt: skip
def accept(request: HttpRequest, order_id: Id, body: SureIn | None = None) -> Any:
    return _moved(request, order_id, "accept", body)


@router.post("/orders/{order_id}/cancel", response={200: BoughtOut, **REFUSALS}, by_alias=True, summary="Cancel an order",
             **needs("orders:write"))  # fmt: skip
def cancel(request: HttpRequest, order_id: Id, body: SureIn | None = None) -> Any:
    return _moved(request, order_id, "cancel", body)


@router.post("/orders/{order_id}/deliver", response={200: BoughtOut, **REFUSALS}, by_alias=True,
             summary="Hand over what was weighed", **needs("orders:write"))  # fmt: skip
def deliver(request: HttpRequest, order_id: Id, body: DeliverIn) -> Any:
    return _moved(request, order_id, "deliver", body)
