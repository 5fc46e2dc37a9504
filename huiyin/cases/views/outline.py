"""Towns as they lie to each other: a drawn map that needs no tiles, and the same places for a map that has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from django.conf import settings

from huiyin.cases.queries.public import TownCount
from huiyin.core.coordinates import shifted
from huiyin.core.drawn_map import Sheet
from huiyin.core.grounds import the_ground

EDGE = 44  # how far from the edge of the drawing towns stay
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
        """Where its name is written, from the top of the drawing: below the circle."""
        return self.y + self.r + 14


def placed(towns: Sequence[TownCount]) -> tuple[Sheet | None, list[TownSpot]]:
    """Gives the drawing, and on it those of these towns of which somebody said where they lie."""
    known = [(one, (one.latitude, one.longitude)) for one in towns if one.latitude is not None and one.longitude is not None]
    if not known:
        return None, []
    # Names of places are left out of the ground: the towns themselves are named.
    sheet = Sheet([point for _one, point in known], [shape for shape in the_ground() if not shape.is_place], EDGE)
    most = max(one.cases for one, _point in known)
    return sheet, [
        TownSpot(one, *shifted(*point, settings.TILES_SYSTEM), *sheet.at(point), round(LEAST + (MOST - LEAST) * sqrt(one.cases / most), 1))
        for one, point in known
    ]
