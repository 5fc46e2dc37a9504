"""A spot somebody marked for a case, on a map or by where they stand: how it is told, what lies near it, the map it is shown on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import cos, hypot, radians

from django.conf import settings
from django.utils.translation import gettext as _

from huiyin.cases.models import TownPlace
from huiyin.core.coordinates import shifted, unshifted
from huiyin.core.drawn_map import Point, Sheet
from huiyin.core.grounds import the_ground

#: What the form sends: latitude and longitude, and whether they are as the tiles have them.
_SENT = re.compile(r"(-?\d{1,2}(?:\.\d{1,9})?),(-?\d{1,3}(?:\.\d{1,9})?)(,tiles)?", re.ASCII)
#: How a place ends that has a spot: what `told` writes; alone, as a program says it.
_TOLD = re.compile(r"(?:^|\()(-?\d{1,2}\.\d{3,9}), (-?\d{1,3}\.\d{3,9})\)?$", re.ASCII)
NEAR_KM = 15.0  # a place farther away says nothing about a spot
WORDS = 160  # characters of a place beside its spot
_KM = 111.2  # a degree of latitude


@dataclass(frozen=True)
class Marked:
    """A spot on a drawing: where in degrees, and from the left and from the top."""

    sheet: Sheet
    latitude: float
    longitude: float
    x: float
    y: float


def named_points() -> list[tuple[str, Point]]:
    """Gives the places that somebody put on the map: names of the drawn one, and towns."""
    drawn = [(shape.name, shape.lines[0][0]) for shape in the_ground() if shape.is_place and shape.name]
    towns = TownPlace.objects.select_related("unit").order_by("pk")
    return drawn + [(one.unit.name, (float(one.latitude), float(one.longitude))) for one in towns]


def has_map() -> bool:
    """Whether there is a map to mark a spot on."""
    return bool(settings.TILES) or bool(named_points())


def the_sheet() -> Sheet | None:
    """Gives the drawing a spot is marked on, None where nobody said where anything lies."""
    points = named_points()
    return Sheet([point for _name, point in points], the_ground()) if points else None


def tile_bounds() -> tuple[float, float, float, float] | None:
    """Gives south, west, north and east of what is known here, as the tiles have it."""
    points = [shifted(*point, settings.TILES_SYSTEM) for _name, point in named_points()]
    if not points:
        return None
    lats, lons = [lat for lat, _lon in points], [lon for _lat, lon in points]
    return min(lats), min(lons), max(lats), max(lons)


def spot_in(sent: str) -> Point | None:
    """Gives the spot a form sent, in degrees of WGS-84; None where it sent none that lies on earth."""
    found = _SENT.fullmatch(sent)
    if found is None:
        return None
    point = float(found[1]), float(found[2])
    lat, lon = unshifted(*point, settings.TILES_SYSTEM) if found[3] else point
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None


def told(place: str, sent: str) -> str:
    """Gives a place with the spot a form sent behind it; where nobody typed a place, by the name that lies nearest."""
    spot = spot_in(sent)
    return place if spot is None else with_spot(place, spot)


def with_spot(place: str, spot: Point) -> str:
    """Gives a place with its spot in degrees behind it: a metre, no phone knows better."""
    words = place.strip()[:WORDS] or _near(spot)
    return f"{words} ({spot[0]:.5f}, {spot[1]:.5f})".strip()


def marked_in(place: str) -> Marked | None:
    """Gives the spot a place ends with, on the drawing; None where it has none, or there is no drawing, or it lies beside it."""
    found = _TOLD.search(place)
    if found is None or (sheet := the_sheet()) is None:
        return None
    point = float(found[1]), float(found[2])
    x, y = sheet.at(point)
    return Marked(sheet, *point, x, y) if 0 <= x <= 400 and 0 <= y <= 400 else None


def _near(spot: Point) -> str:
    far = [(hypot(lat - spot[0], (lon - spot[1]) * cos(radians(spot[0]))) * _KM, name) for name, (lat, lon) in named_points()]
    km, name = min(far, default=(NEAR_KM, ""))
    return _("near %(place)s") % {"place": name} if km < NEAR_KM else ""
