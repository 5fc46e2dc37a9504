"""What of listings can be found: those whose moment one may see, by their title; for those who take calls an order by its number."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.core.search import Asked, Found, Searchable
from huiyin.feed.models import Moment
from huiyin.feed.rules import visible_to
from huiyin.market.models import Listing, Order
from huiyin.market.rules import answered_by, with_part
from huiyin.people.models import Person


def _listings(person: Person, asked: Asked, limit: int) -> Found:
    open_to_all = Q(moment__in=Moment.objects.filter(visible_to(person), deleted_at=None)) & ~Q(state=Listing.State.PROPOSED)
    seen = open_to_all | Q(pk__in=answered_by(person).values("pk")) | Q(by=person) | Q(producers__person=person)
    words = asked.words.strip()[:60]
    found = list(Listing.objects.filter(seen, title__icontains=words).distinct().order_by("-pk")[:limit]) if words else []
    return Found(len(found), found)


def _orders(person: Person, asked: Asked, limit: int) -> Found:
    mine = Q(listing__in=answered_by(person)) | Q(person=person) | with_part(person)
    found = list(Order.objects.filter(mine, number=asked.words.strip()[:24]).select_related("listing").distinct()[:limit])
    return Found(len(found), found)


SEARCHES = (
    Searchable("listings", _listings, "market/_search_listings.html", 60, heading=_("Listings")),
    Searchable("orders", _orders, "market/_search_orders.html", 61, heading=_("Orders")),
)
