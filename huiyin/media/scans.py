"""How often a JPEG goes over its picture, and what that costs: told by its marks, before anything is decoded.

A JPEG of several scans (progressive ones, and those of one colour each) is held in memory whole while it is decoded, and each scan is a
walk over all of it. A file of a few megabytes can hold ten thousand.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from PIL import JpegImagePlugin

from huiyin.media.errors import BrokenPhoto, TooManyPixels

SCANS_LIMIT = 64  # cameras and editors write one, or about ten
HELD_LIMIT = 120_000_000  # bytes of coefficients: 40 megapixels as phones divide colours, 20 undivided
READ_LIMIT = 32 * 1024 * 1024
_START_OF_SCAN, _END, _BARE = 0xDA, 0xD9, frozenset({0x01, *range(0xD0, 0xD9)})
_MARK = re.compile(rb"\xff+([^\x00\xff])")
_MARK_IN_SCAN = re.compile(rb"\xff+([^\x00\xd0-\xd7\xff])")  # what looks like one among the pixels is stuffed or a restart


def check_scans(opened: JpegImagePlugin.JpegImageFile, stream: BinaryIO) -> None:
    """Raises BrokenPhoto for more scans than any camera makes, TooManyPixels for what would not fit in memory.

    Leaves the stream where it was.
    """
    place = stream.tell()
    stream.seek(0)
    scans = _count(stream.read(READ_LIMIT))
    stream.seek(place)
    if scans > SCANS_LIMIT:
        raise BrokenPhoto
    if scans > 1 and _held(opened) > HELD_LIMIT:
        raise TooManyPixels


def _count(data: bytes) -> int:
    """Scans until the end of the picture (a moving photo has a film behind it), at most one more than may be."""
    scans, place, mark = 0, 2, _MARK
    while scans <= SCANS_LIMIT and (found := mark.search(data, place)):
        code, place, mark = found[1][0], found.end(), _MARK
        if code == _END:
            break
        if code in _BARE:
            continue
        if code == _START_OF_SCAN:
            scans, mark = scans + 1, _MARK_IN_SCAN
        place += max(2, int.from_bytes(data[place : place + 2], "big"))
    return scans


def _held(opened: JpegImagePlugin.JpegImageFile) -> float:
    """Bytes of coefficients: two for each sample of each colour."""
    colours = [(across, down) for _name, across, down, _table in opened.layer]
    most = max((across for across, _ in colours), default=1) * max((down for _, down in colours), default=1)
    samples = sum(across * down for across, down in colours) / max(1, most)
    return 2.0 * opened.width * opened.height * samples
