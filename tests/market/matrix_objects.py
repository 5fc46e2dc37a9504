"""What the addresses of listings and orders are asked about: the owner's listing with a certificate, of which the member has ordered."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.feed.actions import publish
from huiyin.market.actions import CertificateDraft, ListingDraft, OrderDraft, cancel_order, confirm_order, open_listing, place_order
from huiyin.market.models import Order
from tests.factories import a_person, a_picture
from tests.feed.matrix_objects import day
from tests.permissions.county import County
from tests.permissions.places import Asked


def an_offer(county: County) -> Order:
    """Gives an order of the member's that waited, and to which what somebody gave back is offered."""
    draft = ListingDraft("鳙鱼", 1000, timezone.now() + timedelta(days=30), county.owner.pk)
    listing = open_listing(publish(county.owner, "只剩两斤").pk, county.owner, draft).listing
    first = place_order(listing.pk, a_person(kind="resident"), OrderDraft(1000)).order
    waiting = place_order(listing.pk, county.member, OrderDraft(1000, wait=True)).order
    cancel_order(first.pk, first.person)
    return waiting


def objects(county: County) -> Asked:
    """Makes them."""
    owner = county.owner
    moment, paper = publish(owner, "网箱要拆了，鱼还在"), CertificateDraft(a_picture(owner).key, "检疫证明")
    offer = ListingDraft("斑点叉尾鮰", 10**6, timezone.now() + timedelta(days=30), owner.pk, certificates=[paper])
    listing = open_listing(moment.pk, owner, offer).listing
    order, sure = (place_order(listing.pk, county.member, OrderDraft(1000)).order for _ in range(2))
    for who in (county.member, owner):
        confirm_order(sure.pk, who)
    unsold, offered = publish(owner, "草鱼也有"), an_offer(county)
    return Asked({
        "moments/<int:pk>/listing": {"pk": moment.pk},
        "listings/<int:pk>": {"pk": listing.pk},
        "listings/<int:pk>/papers/<int:paper>": {"paper": listing.certificates.get().pk, "variant": "thumb"},
        "orders/<int:pk>": {"pk": order.pk},
        "orders/<int:pk>/<slug:move>": {"move": "confirm"},
        "/listings/{listing_id}": {"listing_id": listing.pk},
        "/orders/{order_id}": {"order_id": order.pk},
        "/orders/{order_id}/deliver": {"order_id": sure.pk},
        "/orders/{order_id}/accept": {"order_id": offered.pk},
    }, {
        "post /listings": {"moment": unsold.pk, "title": "草鱼", "stock_grams": 10**6, "closes_at": day(9), "answers_for": owner.pk},
        "post /listings/{listing_id}/orders": {"grams": 1000},
        "post /listings/{listing_id}/stock": {"offered_grams": 2 * 10**6},
        "post /orders/{order_id}/deliver": {"weighed_grams": 1000},
    })  # fmt: skip
