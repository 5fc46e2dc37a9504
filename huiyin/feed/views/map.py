"""The map of photographs: moments whose authors said where, on tiles where the house has a source, else drawn as an outline and a list."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from huiyin.core.coordinates import shifted, tile_origin
from huiyin.feed.models import Moment
from huiyin.feed.queries.square import placed
from huiyin.feed.views.alone import alone
from huiyin.people.auth import PersonRequest, require_person

SIDE, EDGE = 400, 24  # of the drawn outline, and how far from its edge places stay


@dataclass(frozen=True)
class Spot:
    """A moment on the map: where as the tiles have it (degrees), and where on the drawn outline (pixels)."""

    moment: Moment
    latitude: float
    longitude: float
    x: float
    y: float


@require_GET
@require_person
def show(request: PersonRequest) -> HttpResponse:
    """The places of moments I may see, the newest first."""
    spots = _spots(placed(request.user))
    tiles = settings.TILES
    shown = {
        "spots": spots, "tiles": tiles, "review": settings.TILES_REVIEW, "source": settings.TILES_SOURCE, "side": SIDE,
    }  # fmt: skip
    answer = render(request, "feed/map.html", shown)
    if tiles and spots:
        # web/policy.py allows it on this page alone.
        setattr(answer, "image_origin", tile_origin(tiles))  # noqa: B010 - a mark, which the type of an answer does not know
    return answer


@require_safe
def framed(request: HttpRequest) -> HttpResponse:
    """The places of public moments, for a frame in another site's page: drawn, so that no other site learns who looks."""
    return alone(request, "map", {"spots": _spots(placed(None)), "side": SIDE}, framed=True)


def _spots(moments: list[Moment]) -> list[Spot]:
    """Places on an outline that has them all: north is up, and a degree of longitude as wide as it is there."""
    if not moments:
        return []
    system = settings.TILES_SYSTEM
    points = [(float(one.latitude or 0), float(one.longitude or 0)) for one in moments]
    south, north = min(lat for lat, _lon in points), max(lat for lat, _lon in points)
    west, east = min(lon for _lat, lon in points), max(lon for _lat, lon in points)
    narrow = cos(radians((south + north) / 2))
    scale = (SIDE - 2 * EDGE) / max(north - south, (east - west) * narrow, 0.0001)
    made = []
    for one, (lat, lon) in zip(moments, points, strict=True):
        x = SIDE / 2 + (lon - (west + east) / 2) * narrow * scale
        y = SIDE / 2 - (lat - (south + north) / 2) * scale
        made.append(Spot(one, *shifted(lat, lon, system), round(x, 1), round(y, 1)))
    return made
