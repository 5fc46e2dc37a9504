"""The page of an order, for its buyer, for who handles it, for a stranger with its code; and the moves that are made there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from huiyin.core.errors import NotThere, Refused
from huiyin.market import actions, rules
from huiyin.market.amounts import fen_in, grams_in
from huiyin.market.models import Order
from huiyin.market.moves import OFFERED_MOVES
from huiyin.market.order_codes import is_code
from huiyin.market.queries import order_of_number, parts_of
from huiyin.market.views.frame import count_try, order_seen, page, show_code, who
from huiyin.worktime.bounds import whole_in


class NotFound(Refused):
    """The same for a number that is none and a code that is wrong."""

    status = 422
    code = "not_found"
    default_words = _("There is no order with this number and this code. Look at both once more.")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Finds an order by its number and its code."""
    refused = None
    if request.method == "POST":
        number = request.POST.get("number", "").strip().replace(" ", "")[:24]
        try:
            count_try(request, number)
            one = order_of_number(number)
            if not is_code(one, request.POST.get("code", "")) or one is None:
                raise NotFound
            show_code(request, one)
            return redirect("order", one.pk)
        except Refused as error:
            refused = error
    return page(request, "market/find.html", refused)


@never_cache
@require_GET
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows an order."""
    one, by_code = order_seen(request, pk)
    return _order(request, one, by_code=by_code)


def _order(request: HttpRequest, one: Order, refused: Refused | None = None, *, by_code: bool = False) -> HttpResponse:
    me = who(request)
    operates = rules.takes_calls(me, one.listing)
    parts = parts_of(one)
    mine = [part for part in parts if me is not None and part.producer.person_id == me.pk]
    buys = by_code or rules.buys(me, one)
    stands = {"buyer": buys, "operator": operates, "supplier": bool(mine), "producer": bool(mine)}
    may = rules.buttons(one, [role for role, is_one in stands.items() if is_one])
    weighable = [part for part in (parts if operates else mine) if part.confirmed_grams] if "deliver" in may else []
    return page(request, "market/order.html", refused, order=one, listing=one.listing, buys=buys, may=may, weighable=weighable)


#: How a form says what a move brings.
READ: dict[str, Callable[[HttpRequest, Order], Any]] = {
    "weighed_grams": lambda r, order: grams_in(r.POST.get("weighed", ""), order.listing.per, "weighed_grams"),
    "producer": lambda r, order: whole_in(r.POST.get("producer", "")),
    "paid_fen": lambda r, order: fen_in(r.POST.get("paid", ""), "paid_fen"),
    "key": lambda r, order: r.POST.get("key", "")[:40],
}


@require_POST
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Makes a move of an order, as its row in the table says."""
    one, by_code = order_seen(request, pk)
    me, row = None if by_code else who(request), OFFERED_MOVES.get(move)
    if row is None or (me is None and "buyer" not in row.who):
        raise NotThere
    try:
        actions.make_move(row.name, pk, me, **{field: READ[field](request, one) for field in row.fields})
    except NotThere:
        raise
    except Refused as refused:
        return _order(request, one, refused, by_code=by_code)
    back = request.POST.get("back", "")
    if back == "deliveries":
        return redirect("deliveries")
    return redirect("listing-orders", one.listing_id) if back == "orders" else redirect("order", pk)
