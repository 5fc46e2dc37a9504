"""What the addresses of listings and orders are asked about: the owner's listing with a certificate, of which the member has ordered."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.feed.actions import publish
from huiyin.market.actions import CertificateDraft, ListingDraft, OrderDraft, open_listing, place_order
from tests.factories import a_picture
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes them."""
    owner = county.owner
    moment, paper = publish(owner, "网箱要拆了，鱼还在"), CertificateDraft(a_picture(owner).key, "检疫证明")
    offer = ListingDraft("斑点叉尾鮰", 10**6, timezone.now() + timedelta(days=30), owner.pk, certificates=[paper])
    listing = open_listing(moment.pk, owner, offer).listing
    order = place_order(listing.pk, county.member, OrderDraft(1000)).order
    return Asked({
        "moments/<int:pk>/listing": {"pk": moment.pk},
        "listings/<int:pk>": {"pk": listing.pk},
        "listings/<int:pk>/papers/<int:paper>": {"paper": listing.certificates.get().pk, "variant": "thumb"},
        "orders/<int:pk>": {"pk": order.pk},
        "orders/<int:pk>/<slug:move>": {"move": "confirm"},
    })  # fmt: skip
