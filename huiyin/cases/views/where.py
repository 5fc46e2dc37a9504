"""The map on which somebody marks where it is, as a fragment for the form: tiles where the house has a source, and the drawn map."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.cases.queries.spots import the_sheet, tile_bounds
from huiyin.core.tiles import tiles_told


@require_safe
def where(request: HttpRequest) -> HttpResponse:
    """The map, the same for everybody; it says nothing of any case."""
    return render(request, "cases/where.html", {"sheet": the_sheet(), "bounds": tile_bounds() if settings.TILES else None, **tiles_told()})
