"""What the addresses of calendars are asked about: the owner's link."""

from __future__ import annotations

from huiyin.protocols.ical.actions import make_link
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Makes it."""
    return Asked({"calendar/<str:secret>": {"secret": make_link(county.owner)}})
