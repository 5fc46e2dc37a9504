"""What the address of the demonstration is asked about: somebody of its county, which is not loaded here."""

from __future__ import annotations

from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(_county: County) -> Asked:
    """Makes nothing."""
    return Asked({"demo/as/<slug:slug>": {"slug": "fisherman"}})
