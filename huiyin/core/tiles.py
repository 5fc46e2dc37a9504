"""Tiles of a map on a page: what is told to it of their source, and the leave to fetch them."""

from __future__ import annotations

from typing import TypeVar

from django.conf import settings
from django.http import HttpResponse

from huiyin.core.coordinates import tile_origin

Answer = TypeVar("Answer", bound=HttpResponse)


def tiles_told(there: bool = True) -> dict[str, str]:
    """Gives what a page is told of the source: its address ("" where there is none, or nothing `there` to show), review number, name."""
    return {"tiles": settings.TILES if there else "", "review": settings.TILES_REVIEW, "source": settings.TILES_SOURCE}


def with_tiles(answer: Answer, there: bool = True) -> Answer:
    """Gives a page that may fetch tiles, where there is a source and something is `there`: web/policy.py allows it on this page alone."""
    if settings.TILES and there:
        setattr(answer, "image_origin", tile_origin(settings.TILES))  # noqa: B010 - a mark, which the type of an answer does not know
    return answer
