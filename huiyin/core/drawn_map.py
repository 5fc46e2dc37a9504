"""A map that is drawn and needs no tiles: what lies where, from a GeoJSON file (RFC 7946), and where places stand on the drawing.

Pure Python: a file is read when settings are, before Django starts. Positions are WGS-84 in degrees, longitude first in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians
from pathlib import Path
from typing import Any

from huiyin.core.bounded_json import Unreadable, first_bytes, read_object

KINDS = ("land", "water", "river", "road", "border", "town", "village", "place")  # a feature's "kind"; a place is known and not drawn
MOST_BYTES, MOST_POINTS = 2_000_000, 20_000
SIDE = 400  # of the drawing, in its own units
_DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}
_KIND = {"Point": "town", "LineString": "border", "MultiLineString": "border", "Polygon": "land", "MultiPolygon": "land"}
Point = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True)
class Shape:
    """Something on the ground: lines of points, closed where it is an area; a place of a name is one line of one point."""

    kind: str
    name: str
    lines: tuple[tuple[Point, ...], ...]
    closed: bool

    @property
    def is_place(self) -> bool:
        """Whether it is a single point: where a place of a name lies."""
        return len(self.lines) == 1 and len(self.lines[0]) == 1


@dataclass(frozen=True)
class Drawn:
    """A shape as it is drawn: its path, or where its name stands."""

    kind: str
    name: str
    path: str
    x: float
    y: float


class Sheet:
    """The drawing: north is up, a degree of longitude as wide as it is there, everything that was given within its edge."""

    def __init__(self, points: Iterable[Point], ground: Sequence[Shape] = (), edge: float = 24) -> None:
        """Takes places (at least one, or a ground) and what lies under them; `edge`: how far from the edge they stay."""
        known = [*points, *(point for shape in ground for line in shape.lines for point in line)]
        self._south, self._north = min(lat for lat, _lon in known), max(lat for lat, _lon in known)
        self._west, self._east = min(lon for _lat, lon in known), max(lon for _lat, lon in known)
        self._narrow = cos(radians((self._south + self._north) / 2))
        self._scale = (SIDE - 2 * edge) / max(self._north - self._south, (self._east - self._west) * self._narrow, 0.0001)
        self.shapes = [self._drawn(shape) for shape in ground if shape.kind != "place"]

    def at(self, point: Point) -> Point:
        """Gives where a position stands, from the left and from the top."""
        lat, lon = point
        x = SIDE / 2 + (lon - (self._west + self._east) / 2) * self._narrow * self._scale
        y = SIDE / 2 - (lat - (self._south + self._north) / 2) * self._scale
        return round(x, 1), round(y, 1)

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Gives latitude of the upper and longitude of the left edge, and how many degrees a unit of the drawing is, down and right."""
        down, right = 1 / self._scale, 1 / (self._scale * self._narrow)
        return (self._south + self._north) / 2 + SIDE / 2 * down, (self._west + self._east) / 2 - SIDE / 2 * right, down, right

    def _drawn(self, shape: Shape) -> Drawn:
        x, y = self.at(shape.lines[0][0])
        if shape.is_place:
            return Drawn(shape.kind, shape.name, "", x, y)
        lines = ("M" + "L".join(f"{x:g} {y:g}" for x, y in map(self.at, line)) for line in shape.lines)
        return Drawn(shape.kind, shape.name, "".join(line + ("Z" if shape.closed else "") for line in lines), x, y)


def read_ground(path: Path) -> tuple[Shape, ...]:
    """Gives what a GeoJSON file draws, areas first, names last. Raises OSError, Unreadable (which is a ValueError) for what is no
    FeatureCollection of points, lines and areas in degrees, or is larger than MOST_BYTES or MOST_POINTS."""
    told = read_object(first_bytes(path, MOST_BYTES + 1), MOST_BYTES)
    features = told.get("features")
    if told.get("type") != "FeatureCollection" or not isinstance(features, list):
        raise Unreadable("no FeatureCollection")
    shapes, left = [], MOST_POINTS
    for feature in features:
        shape = _shape(feature)
        left -= sum(map(len, shape.lines))
        if left < 0:
            raise Unreadable(f"more than {MOST_POINTS} points")
        shapes.append(shape)
    return tuple(sorted(shapes, key=lambda one: (one.is_place, KINDS.index(one.kind))))


def ground_of(path: Path | None) -> tuple[Shape, ...]:
    """Gives what a file draws, read once while it does not change; nothing for None, and for a file that cannot be read any more."""
    if path is None:
        return ()
    try:
        return _kept(path, path.stat().st_mtime_ns)
    except (OSError, ValueError):
        return ()


@lru_cache(maxsize=4)
def _kept(path: Path, changed: int) -> tuple[Shape, ...]:
    return read_ground(path)


def _shape(feature: Any) -> Shape:
    if not isinstance(feature, dict) or not isinstance(geometry := feature.get("geometry"), dict):
        raise Unreadable("a feature without a geometry")
    form, said = geometry.get("type"), feature.get("properties")
    if form not in _DEPTH:
        raise Unreadable(f"a geometry is one of {', '.join(_DEPTH)}")
    properties: dict[str, Any] = said if isinstance(said, dict) else {}
    kind, name = properties.get("kind", _KIND[form]), properties.get("name", "")
    if kind not in KINDS or not isinstance(name, str) or len(name) > 40:
        raise Unreadable(f"a kind is one of {', '.join(KINDS)}, a name has at most 40 characters")
    lines = tuple(_lines(geometry.get("coordinates"), _DEPTH[form]))
    if not lines or not all(lines):
        raise Unreadable("a geometry without points")
    return Shape(kind, name, lines, form.endswith("Polygon"))


def _lines(told: Any, depth: int) -> Iterator[tuple[Point, ...]]:
    if depth == 0:
        yield (_point(told),)
    elif not isinstance(told, list):
        raise Unreadable("coordinates are lists")
    elif depth == 1:
        yield tuple(_point(one) for one in told)
    else:
        for one in told:
            yield from _lines(one, depth - 1)


def _point(told: Any) -> Point:
    if not isinstance(told, list) or not 2 <= len(told) <= 3 or not all(type(one) in (int, float) for one in told):
        raise Unreadable("a position is [longitude, latitude]")
    lon, lat = told[0], told[1]
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise Unreadable("a position is in degrees, longitude first")
    return float(lat), float(lon)
