"""Whether what is here is invented."""

from __future__ import annotations

from django.conf import settings

COUNTY_MARK = settings.DATA / "invented-county"


def is_demonstration() -> bool:
    """Whether this is a demonstration that says so of itself (HUIYIN_DEMO), or the invented county loaded in development (its mark lies
    beside the data). An empty house in development is nobody's demonstration."""
    return bool(settings.DEMONSTRATION) or (settings.DEMO and COUNTY_MARK.exists())
