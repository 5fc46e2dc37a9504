"""The map of photographs: moments whose authors said where, on tiles where the house has a source, else on a drawn map; and a list."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from huiyin.core.coordinates import shifted
from huiyin.core.drawn_map import Sheet
from huiyin.core.grounds import the_ground
from huiyin.core.tiles import tiles_told, with_tiles
from huiyin.feed.models import Moment
from huiyin.feed.queries.square import placed
from huiyin.feed.views.alone import alone
from huiyin.people.auth import PersonRequest, require_person


@dataclass(frozen=True)
class Spot:
    """A moment on the map: where as the tiles have it (degrees), and where on the drawn map."""

    moment: Moment
    latitude: float
    longitude: float
    x: float
    y: float


@require_GET
@require_person
def show(request: PersonRequest) -> HttpResponse:
    """The places of moments I may see, the newest first."""
    sheet, spots = _spots(placed(request.user))
    return with_tiles(render(request, "feed/map.html", {"spots": spots, "sheet": sheet, **tiles_told()}), bool(spots))


@require_safe
def framed(request: HttpRequest) -> HttpResponse:
    """The places of public moments, for a frame in another site's page: drawn, so that no other site learns who looks."""
    sheet, spots = _spots(placed(None))
    return alone(request, "map", {"spots": spots, "sheet": sheet}, framed=True)


def _spots(moments: list[Moment]) -> tuple[Sheet | None, list[Spot]]:
    """Places on a drawing that has them all."""
    if not moments:
        return None, []
    points = [(float(one.latitude or 0), float(one.longitude or 0)) for one in moments]
    sheet = Sheet(points, the_ground())
    pairs = zip(moments, points, strict=True)
    return sheet, [Spot(one, *shifted(*point, settings.TILES_SYSTEM), *sheet.at(point)) for one, point in pairs]
