"""Which listings still need somebody who answers for them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from huiyin.market.models import Listing, Order

#: Not closed, or closed with orders that are not over.
STILL_RUNNING = ~Q(state=Listing.State.CLOSED) | Exists(Order.objects.filter(listing=OuterRef("pk"), ended_at=None))


def still_running(listing: Listing) -> bool:
    """Whether a listing is still offered, or something of it is still to be handed over."""
    return listing.state != Listing.State.CLOSED or Order.objects.filter(listing=listing, ended_at=None).exists()
