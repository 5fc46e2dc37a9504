"""What a message may hold: how much of it, and a place as it is kept."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid
from huiyin.media.names import clean_line

TEXT_LIMIT = 5000  # characters
BROUGHT_TEXT_LIMIT = 20_000  # of histories brought from elsewhere, where other limits held
FILES_LIMIT = 9
URGENT_LIMIT = 80  # characters of why it is urgent


def place_in(place: dict[str, Any]) -> dict[str, Any]:
    """Gives a place as a message keeps it. Takes lat and lon in degrees, and a name. Raises Invalid for what is none."""
    try:
        lat, lon = round(float(place["lat"]), 6), round(float(place["lon"]), 6)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Invalid(_("The place could not be read."), field="place") from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise Invalid(_("The place could not be read."), field="place")
    # Kept as text: a float's spelling differs between databases, and the chain's digest covers it.
    return {"name": clean_line(str(place.get("name", "")), 80), "lat": f"{lat:.6f}", "lon": f"{lon:.6f}"}
