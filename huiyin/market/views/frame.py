"""What the pages of listings share: whose page it is, what a form says, how a refusal is shown in place."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.core.errors import NotThere, Refused
from huiyin.core.throttle import throttle
from huiyin.market.models import Order
from huiyin.market.queries import order_by_code, order_for
from huiyin.people.devices import address_of, neighbourhood
from huiyin.people.models import Person

SHOWN = "orders"  # in the session of a stranger: the orders whose code they showed
SHOWN_SECONDS = 30 * 60
#: A carrier's whole county may come from one address: wide for it, narrow for a number from there. Wide for the number alone: who orders
#: under another's must not lock its owner out.
ORDERS_OF_ADDRESS, ORDERS_OF_BOTH, ORDERS_OF_NUMBER = (600, 600), (10, 3600), (60, 3600)
TRIES_OF_BOTH, TRIES_OF_ADDRESS = (10, 3600), (300, 3600)


def who(request: HttpRequest) -> Person | None:
    """Gives the person who is signed in, None for a stranger."""
    return request.user if isinstance(request.user, Person) else None


def page(request: HttpRequest, template: str, refused: Refused | None = None, **shown: Any) -> HttpResponse:
    """Draws a page in the frame of whoever reads it; a refusal says so in place, and what was typed stays."""
    shown |= {"refused": refused, "field": getattr(refused, "field", ""), "typed": request.POST if refused else {}}
    shown["frame"] = "web/page.html" if who(request) is not None else "market/outside.html"
    answer = render(request, template, shown, status=refused.status if refused else 200)
    if refused is not None and "wait_seconds" in refused.facts:
        answer["Retry-After"] = str(refused.facts["wait_seconds"])
    answer["Cache-Control"] = "no-store"
    return answer


def new_key() -> str:
    """Gives a key under which a form is sent once, however often it is sent."""
    return secrets.token_urlsafe(20)


def count_order(request: HttpRequest, phone: str) -> None:
    """Counts an order of a stranger, by where it comes from, by number and place together, and by number. Raises TooOften."""
    address = neighbourhood(address_of(request))
    throttle(f"market:order:at:{address}", *ORDERS_OF_ADDRESS)
    throttle(f"market:order:{address}:{phone[-20:]}", *ORDERS_OF_BOTH)  # before the number: what is refused here costs its owner nothing
    throttle(f"market:order:of:{phone[-20:]}", *ORDERS_OF_NUMBER)


def count_try(request: HttpRequest, number: str) -> None:
    """Counts a try to find an order, for number and address together: nobody locks another out. Raises TooOften."""
    address = neighbourhood(address_of(request))
    throttle(f"market:find:{address}", *TRIES_OF_ADDRESS)
    throttle(f"market:find:{address}:{number[:24]}", *TRIES_OF_BOTH)


def show_code(request: HttpRequest, order: Order) -> None:
    """Remembers for half an hour, in this browser alone, that the code of this order was shown."""
    request.session[SHOWN] = [*request.session.get(SHOWN, [])[-20:], order.pk]
    if who(request) is None:
        request.session.set_expiry(SHOWN_SECONDS)


def order_seen(request: HttpRequest, pk: int) -> tuple[Order, bool]:
    """Gives an order this reader may see, and whether they come with its code. Raises NotThere."""
    try:
        return order_for(who(request), pk), False
    except NotThere:
        if pk not in request.session.get(SHOWN, []):
            raise
    return order_by_code(pk), True
