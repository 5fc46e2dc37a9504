"""Which characters a font file has: its table `cmap`, formats 4 and 12 (OpenType 1.9, "cmap — Character to Glyph Index Mapping Table").

Every font that writes Unicode has one of the two. What is read are the machine's own fonts, chosen by who runs it; a file that is broken
or of another kind has no characters, so that they are named rather than printed as boxes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

Range = tuple[int, int]  # first and last code point
#: (platform, encoding) of Unicode subtables, those that reach beyond U+FFFF first.
_UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
_TABLE_LIMIT = 4 * 1024 * 1024  # bytes; the largest of Debian's fonts has 400 KB
_CHARACTERS = 0x110000


def ranges_of(path: Path, index: int = 0) -> list[Range]:
    """Gives the code points for which a font has a glyph. Takes its file and number in a collection; nothing if it cannot be read."""
    try:
        with path.open("rb") as file:
            table = _cmap(file, index)
        return list(_best(table))
    except (OSError, struct.error, ValueError, IndexError):
        return []


def _cmap(file: BinaryIO, index: int) -> bytes:
    """The bytes of the table. Raises ValueError where there is none."""
    head = file.read(12)
    start = 0
    if head[:4] == b"ttcf":
        file.seek(12 + 4 * index)
        (start,) = struct.unpack(">L", file.read(4))
        file.seek(start)
        head = file.read(12)
    (tables,) = struct.unpack(">H", head[4:6])
    for _number in range(tables):
        tag, _sum, offset, length = struct.unpack(">4sLLL", file.read(16))
        if tag == b"cmap" and length <= _TABLE_LIMIT:
            file.seek(offset)
            return file.read(length)
    raise ValueError("no cmap")


def _best(table: bytes) -> Iterator[Range]:
    (count,) = struct.unpack_from(">H", table, 2)
    offsets = {}
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHL", table, 4 + 8 * number)
        offsets[platform, encoding] = offset
    for kind in _UNICODE:
        if kind in offsets:
            (form,) = struct.unpack_from(">H", table, offsets[kind])
            if form == 12:
                return _groups(table, offsets[kind])
            if form == 4:
                return _segments(table, offsets[kind])
    return iter(())


def _groups(table: bytes, at: int) -> Iterator[Range]:
    """Format 12: runs of characters whose glyphs follow each other."""
    (count,) = struct.unpack_from(">L", table, at + 12)
    for first, last, glyph in struct.iter_unpack(">LLL", table[at + 16 : at + 16 + 12 * count]):
        first += glyph == 0  # glyph 0 is the box itself
        if first <= last < _CHARACTERS:
            yield first, last


def _segments(table: bytes, at: int) -> Iterator[Range]:
    """Format 4: segments, whose glyphs are counted on or looked up one by one."""
    (twice,) = struct.unpack_from(">H", table, at + 6)
    count = twice // 2
    ends = struct.unpack_from(f">{count}H", table, at + 14)
    starts = struct.unpack_from(f">{count}H", table, at + 16 + twice)
    deltas = struct.unpack_from(f">{count}H", table, at + 16 + 2 * twice)
    looked_up = at + 16 + 3 * twice
    offsets = struct.unpack_from(f">{count}H", table, looked_up)
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for character in range(first, min(last, 0xFFFE) + 1):  # U+FFFF ends the table and is no character
            glyph = character
            if offset:
                place = looked_up + 2 * number + offset + 2 * (character - first)
                (glyph,) = struct.unpack_from(">H", table, place)
                if not glyph:
                    continue
            if (glyph + delta) & 0xFFFF:
                yield character, character
