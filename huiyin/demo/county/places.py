"""Where the places of the invented county lie: what its drawn map (map.geojson) says, by name. It lies in the open
sea, so that no real place is meant."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from huiyin.core.drawn_map import Point, read_ground

MAP = Path(__file__).parent / "map.geojson"


@cache
def places() -> dict[str, Point]:
    """Gives latitude and longitude of each place that the map names."""
    return {shape.name: shape.lines[0][0] for shape in read_ground(MAP) if shape.is_place}
