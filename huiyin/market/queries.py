"""What pages and programs need of listings and orders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from huiyin.core.errors import NotThere
from huiyin.db.compiled import Compiled
from huiyin.market.models import Listing, Order
from huiyin.market.rules import may_see, may_see_order


def listing_for(person: Any, pk: int) -> Listing:
    """Gives a listing this person (None: a stranger) may see, with its moment. Raises NotThere."""
    found = _LISTING.first(pk)
    if found is None or not may_see(person, found):
        raise NotThere
    return found


_LISTING = Compiled[Listing](
    lambda pk: Listing.objects.select_related("moment", "moment__account", "answers_for", "unit").filter(pk=pk)
)


def order_for(person: Any, pk: int) -> Order:
    """Gives an order this person may see, with its listing. Raises NotThere."""
    found = with_all(Order.objects.filter(pk=pk)).first()
    if found is None or not may_see_order(person, found):
        raise NotThere
    return found


def with_all(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Gives orders with what a line of them shows."""
    return orders.select_related("listing", "person", "place", "share")


def orders_of(found: QuerySet[Order], after: int, limit: int) -> Sequence[Order]:
    """Gives so many orders after one, in the order in which they came."""
    return list(with_all(found).filter(pk__gt=after).order_by("pk")[:limit])
