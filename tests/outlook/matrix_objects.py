"""What the addresses of what is to come are asked about: what the owner announced for the region of their unit, and who takes it there."""

from __future__ import annotations

from django.utils import timezone

from huiyin.outlook.actions import AnnouncementDraft, add_outlet, announce
from huiyin.outlook.amounts import amount_in
from huiyin.outlook.months import month_of
from huiyin.outlook.rules import regions_of
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes them."""
    region, month = regions_of(county.owner)[0], month_of(timezone.localdate())
    announced = announce(county.owner, AnnouncementDraft("鮰鱼", month, amount_in("3吨"), region, own=False))
    outlet = add_outlet(county.owner, region, "鮰鱼", "县里的冷库", amount_in("1吨"))
    return Asked(
        {
            "outlook/announcements/<int:pk>": {"pk": announced.pk}, "outlook/outlets/<int:pk>": {"pk": outlet.pk},
            "/outlook/announcements/{announcement_id}": {"announcement_id": announced.pk},
        },
        {"post /outlook/announcements": {"produce": "草鱼", "month": f"{month:%Y-%m}", "amount": "3吨", "unit": region, "own": False}},
    )  # fmt: skip
