"""Which drawn map lies under places: the operator's, or what an app declares for the place it knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from huiyin.core.declarations import Extension, Registry
from huiyin.core.drawn_map import Shape, ground_of


@dataclass(frozen=True)
class MapGround(Extension):
    """A GeoJSON file an app draws maps on where the operator named none. `path` gives it, None where it does not fit this installation."""

    path: Callable[[], Path | None]


MAP_GROUNDS: Registry[MapGround] = Registry("extensions", "EXTENSIONS", MapGround, lambda one: one.name, only=True)


def the_ground() -> tuple[Shape, ...]:
    """Gives what is drawn under places; nothing where nobody drew anything."""
    if settings.MAP is not None:
        return ground_of(settings.MAP)
    return next((shapes for one in MAP_GROUNDS if (shapes := ground_of(one.path()))), ())
