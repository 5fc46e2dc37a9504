"""Whether what is here is invented."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def county_mark() -> Path:
    """Where it is noted, beside the data, that the invented county was loaded."""
    return Path(settings.DATA) / "invented-county"


def is_demonstration() -> bool:
    """Whether this is a demonstration that says so of itself (HUIYIN_DEMO), or the invented county loaded in development (its mark lies
    beside the data). An empty house in development is nobody's demonstration."""
    return bool(settings.DEMONSTRATION) or (settings.DEMO and county_mark().exists())
