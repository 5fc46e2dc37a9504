"""Coordinates as map services in China draw them. Stored is WGS-84, what GPS says; others are shifted from it by published formulas.

GCJ-02 (Amap, Tencent) is WGS-84 with a smooth shift of some hundred metres, within China only; BD-09 (Baidu) is
 GCJ-02 shifted once more. Tianditu is CGCS2000, which for a photograph is WGS-84. All here is arithmetic: degrees in, degrees out.
"""

from __future__ import annotations

from math import atan2, cos, hypot, pi, radians, sin, sqrt
from urllib.parse import urlsplit

SYSTEMS = ("wgs84", "gcj02", "bd09")
_AXIS = 6_378_245.0  # metres, the ellipsoid of Krasovsky 1940, on which the shift is computed
_ECCENTRICITY = 0.006_693_421_622_965_943  # its square
_TURN = pi * 3000 / 180
#: The box outside of which nothing is shifted.
_SOUTH, _NORTH, _WEST, _EAST = 0.8293, 55.8271, 72.004, 137.8347


def shifted(latitude: float, longitude: float, system: str) -> tuple[float, float]:
    """Gives a WGS-84 position as (latitude, longitude) of a system of SYSTEMS. Raises ValueError for another one."""
    if system == "wgs84":
        return latitude, longitude
    if system == "gcj02":
        return to_gcj02(latitude, longitude)
    if system == "bd09":
        return gcj02_to_bd09(*to_gcj02(latitude, longitude))
    raise ValueError(f"no system of coordinates here: {system}")


def to_gcj02(latitude: float, longitude: float) -> tuple[float, float]:
    """Gives WGS-84 as GCJ-02; outside China the same."""
    if not (_SOUTH <= latitude <= _NORTH and _WEST <= longitude <= _EAST):
        return latitude, longitude
    north, east = _north(longitude - 105, latitude - 35), _east(longitude - 105, latitude - 35)
    at = radians(latitude)
    magic = 1 - _ECCENTRICITY * sin(at) ** 2
    north = north * 180 / (_AXIS * (1 - _ECCENTRICITY) / (magic * sqrt(magic)) * pi)
    east = east * 180 / (_AXIS / sqrt(magic) * cos(at) * pi)
    return latitude + north, longitude + east


def unshifted(latitude: float, longitude: float, system: str) -> tuple[float, float]:
    """Gives a position of a system of SYSTEMS as WGS-84, to a millimetre: what is looked for is approached until the shift leads back to
    where it began. Raises ValueError for another system."""
    lat, lon = latitude, longitude
    for _n in range(8):
        there = shifted(lat, lon, system)
        lat, lon = lat + latitude - there[0], lon + longitude - there[1]
    return lat, lon


def gcj02_to_bd09(latitude: float, longitude: float) -> tuple[float, float]:
    """Gives GCJ-02 as BD-09."""
    far = hypot(longitude, latitude) + 0.000_02 * sin(latitude * _TURN)
    angle = atan2(latitude, longitude) + 0.000_003 * cos(longitude * _TURN)
    return far * sin(angle) + 0.006, far * cos(angle) + 0.0065


def _waves(x: float) -> float:
    return (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3


def _north(x: float, y: float) -> float:
    shift = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + _waves(x)
    shift += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    return shift + (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3


def _east(x: float, y: float) -> float:
    shift = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + _waves(x)
    shift += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    return shift + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3


def tile_origin(tiles: str) -> str:
    """Gives from where tiles come, as a policy names it; a letter that changes ({s}) is any name below."""
    parts = urlsplit(tiles.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}"
