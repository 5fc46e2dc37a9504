"""Towns as they lie to each other: a drawn outline that needs no tiles, and the same places for a map that has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sqrt

from django.conf import settings

from huiyin.cases.queries.public import TownCount
from huiyin.core.coordinates import shifted

SIDE, EDGE = 400, 44  # of the drawing, and how far from its edge places stay
LEAST, MOST = 10, 30  # radius of a circle


@dataclass(frozen=True)
class TownSpot:
    """A town on the map: where as the tiles have it (degrees), where on the drawing, and how large: its area is its number of cases."""

    count: TownCount
    latitude: float
    longitude: float
    x: float
    y: float
    r: float

    @property
    def below(self) -> float:
        return self.y + self.r + 14


def placed(towns: Sequence[TownCount]) -> list[TownSpot]:
    """Gives those of these towns of which somebody said where they lie: north is up, a degree of longitude as wide as it is there."""
    known = [(one, one.latitude, one.longitude) for one in towns if one.latitude is not None and one.longitude is not None]
    if not known:
        return []
    south, north = min(lat for _one, lat, _lon in known), max(lat for _one, lat, _lon in known)
    west, east = min(lon for _one, _lat, lon in known), max(lon for _one, _lat, lon in known)
    narrow = cos(radians((south + north) / 2))
    scale = (SIDE - 2 * EDGE) / max(north - south, (east - west) * narrow, 0.0001)
    most = max(one.cases for one, _lat, _lon in known)
    return [
        TownSpot(
            one, *shifted(lat, lon, settings.TILES_SYSTEM), round(SIDE / 2 + (lon - (west + east) / 2) * narrow * scale, 1),
            round(SIDE / 2 - (lat - (south + north) / 2) * scale, 1), round(LEAST + (MOST - LEAST) * sqrt(one.cases / most), 1),
        )
        for one, lat, lon in known
    ]  # fmt: skip
