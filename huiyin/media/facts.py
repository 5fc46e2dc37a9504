"""What a picture's own data says of when and where it was taken, to be shown beside what was claimed. Never which camera.

All of it can be forged, and much of it is wrong by accident; nothing here decides anything. Every value is bounded before it is used.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict

if TYPE_CHECKING:
    from huiyin.media.models import Upload

Place = tuple[Decimal, Decimal]
MAC_EPOCH, WEBM_EPOCH = datetime(1904, 1, 1, tzinfo=UTC), datetime(2001, 1, 1, tzinfo=UTC)
_TAKEN, _TAKEN_OFFSET = 0x9003, 0x9011
_LATITUDE_SIDE, _LATITUDE, _LONGITUDE_SIDE, _LONGITUDE = 1, 2, 3, 4
_FIRST, _LAST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)  # outside there are no such cameras
_CLOCKS_DIFFER = timedelta(minutes=10)
#: A camera whose battery was out begins again at 1980, 2000 or the year it was made.
_OLDEST = timedelta(days=3653)
_FARTHEST_OFFSET_MINUTES = 14 * 60
_TEN_METRES = Decimal("0.0001")


@dataclass(frozen=True)
class Said:
    """When, in UTC, and whether its zone was `assumed`; where, as (latitude, longitude) in degrees. None: it did not say."""

    taken_at: datetime | None = None
    assumed: bool = False
    place: Place | None = None


class Facts(TypedDict):
    """What pages show of a picture's own data. `plausible` is None where it says no time."""

    taken_at: datetime | None
    assumed: bool
    lat: float | None
    lon: float | None
    plausible: bool | None


NOTHING_SAID = Said()


def facts_of(upload: Upload) -> Facts:
    """Gives what an upload's own data says: `taken_at` (UTC) and whether its zone was `assumed`, `lat` and `lon` in degrees if its
    uploader allowed them, and whether the time is `plausible`: not after it was sent, not more than ten years before."""
    taken, sent = upload.taken_at, upload.created_at
    plausible = None if taken is None else sent - _OLDEST <= taken <= sent + _CLOCKS_DIFFER
    lat, lon = (None if degrees is None else float(degrees) for degrees in (upload.latitude, upload.longitude))
    return Facts(taken_at=taken, assumed=upload.taken_assumed, lat=lat, lon=lon, plausible=plausible)


def said_by_camera(block: Mapping[int, Any], gps: Mapping[int, Any], zone: tzinfo | None) -> Said:
    """Reads a photo's EXIF and GPS blocks. Takes also the zone of cameras that name none (None: such times are dropped)."""
    taken_at, assumed = _taken_at(block, zone)
    return Said(taken_at, assumed, _place(gps))


def moment_after(epoch: datetime, seconds: float) -> datetime | None:
    """Gives the moment so many seconds after an epoch; None where no camera can have said so, nought included."""
    try:
        return _bounded(epoch + timedelta(seconds=seconds)) if seconds else None
    except (OverflowError, ValueError):
        return None


def place_on_earth(latitude: float, longitude: float) -> Place | None:
    """Gives a place rounded to four decimals of a degree (about ten metres); None for what is nowhere.

    0, 0 counts as nowhere: it is what a receiver writes that has not found itself.
    """
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    place = Decimal(repr(latitude)).quantize(_TEN_METRES) + 0, Decimal(repr(longitude)).quantize(_TEN_METRES) + 0
    return place if any(place) else None


def _taken_at(block: Mapping[int, Any], zone: tzinfo | None) -> tuple[datetime | None, bool]:
    try:
        local = datetime.strptime(str(block.get(_TAKEN, ""))[:19], "%Y:%m:%d %H:%M:%S")
        named = _offset(str(block.get(_TAKEN_OFFSET, ""))[:20].strip("\0 "))
        if named is None and zone is None:
            return None, False
        taken_at = _bounded(local.replace(tzinfo=named or zone).astimezone(UTC))
    except (ValueError, OverflowError, TypeError):
        return None, False
    return taken_at, taken_at is not None and named is None


def _offset(words: str) -> tzinfo | None:
    """The zone a camera names, as "+08:00" or "Z"; None where it names none that there is."""
    if words == "Z":
        return UTC
    digits = words[1:3] + words[4:6]
    if len(words) != 6 or words[0] not in "+-" or words[3] != ":" or not (digits.isascii() and digits.isdigit()):
        return None
    minutes = int(digits[:2]) * 60 + int(digits[2:])
    if minutes > _FARTHEST_OFFSET_MINUTES:
        return None
    return timezone(timedelta(minutes=-minutes if words[0] == "-" else minutes))


def _bounded(moment: datetime) -> datetime | None:
    return moment if _FIRST <= moment < _LAST else None


def _place(gps: Mapping[int, Any]) -> Place | None:
    try:
        latitude = _degrees(gps[_LATITUDE], gps[_LATITUDE_SIDE], "NS")
        longitude = _degrees(gps[_LONGITUDE], gps[_LONGITUDE_SIDE], "EW")
    except (KeyError, TypeError, ValueError, ArithmeticError):
        return None
    return place_on_earth(latitude, longitude)


def _degrees(parts: Any, side: Any, sides: str) -> float:
    """Degrees, minutes and seconds as one number, negative to the south and west. Raises ValueError for what is none."""
    degrees, minutes, seconds = (float(part) for part in parts)
    side = (side.decode("latin-1") if isinstance(side, bytes) else str(side)).strip("\0 ").upper()
    if side not in tuple(sides) or not (0 <= degrees <= 180 and 0 <= minutes < 60 and 0 <= seconds < 60):
        raise ValueError("no place on earth")
    return (degrees + minutes / 60 + seconds / 3600) * (-1 if side in "SW" else 1)
