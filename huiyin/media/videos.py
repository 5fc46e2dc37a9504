"""What a video says about itself: its length and size are read; where it was filmed, with what and by whom is blanked out.

A phone writes the place into the film's header (`udta`, `meta`, `uuid` in MP4; `Tags` in WebM). The film itself is not made anew,
so these boxes are overwritten in place by empty ones of the same length: every offset in the file stays right.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from huiyin.media.errors import BrokenVideo
from huiyin.media.facts import MAC_EPOCH, WEBM_EPOCH, Place, moment_after, place_on_earth

BOXES_LIMIT = 5000  # in the whole header; one with more is no phone's
_TOP_LEVEL_KEPT = {b"ftyp", b"styp", b"moov", b"moof", b"mdat", b"mfra", b"sidx", b"wide"}
_TALKATIVE = {b"udta", b"meta", b"uuid", b"free", b"skip"}
_SEGMENT, _INFO, _CLUSTER = 0x18538067, 0x1549A966, 0x1F43B675
_TAGS, _ATTACHMENTS, _SCALE, _DURATION, _BEGUN = 0x1254C367, 0x1941A469, 0x2AD7B1, 0x4489, 0x4461
_TALK_BYTES = 65_536
_ISO_6709 = re.compile(rb"([+-]\d{2}\.\d{1,8})([+-]\d{3}\.\d{1,8})")


@dataclass
class Film:
    """`seconds`, `width`, `height` are None where the file does not say. `blanks`: (offset, length, new beginning) to overwrite.

    `taken_at` is when it was begun. `place` stands in what is blanked out; it is for whoever was allowed to keep it.
    """

    seconds: int | None = None
    width: int | None = None
    height: int | None = None
    blanks: list[tuple[int, int, bytes]] = field(default_factory=list)
    taken_at: datetime | None = None
    place: Place | None = None


@dataclass(frozen=True)
class _Box:
    kind: bytes
    start: int
    body: int
    end: int


def inspect(stream: BinaryIO, size: int, content_type: str) -> Film:
    """Reads a video's header. Takes a seekable stream, its size in bytes, its type. Raises BrokenVideo if the header is missing."""
    film, left = Film(), Budget()
    if content_type == "video/webm":
        _read_webm(stream, size, film, left)
        return film
    seen_header = False
    for box in _boxes(stream, 0, size, left):
        if box.kind == b"moov":
            seen_header = True
            _read_moov(stream, box, film, left)
        elif box.kind not in _TOP_LEVEL_KEPT:
            film.blanks.append(_free(box))
    if not seen_header:
        raise BrokenVideo  # filmed or sent only half: no player could show it
    return film


def blank_out(stream: BinaryIO, film: Film) -> None:
    """Overwrites in a writable copy what `inspect` found to be talkative."""
    for offset, length, beginning in film.blanks:
        stream.seek(offset)
        stream.write(beginning)
        left = length - len(beginning)
        while left > 0:
            left -= stream.write(bytes(min(left, 65536)))


class Budget:
    """How many boxes of a film are still looked at: counted over all levels, for a limit on each level is multiplied by the others.

    A film with more is refused, not read to there: what stands behind would keep its place.
    """

    def __init__(self) -> None:
        self.left = BOXES_LIMIT

    def spend(self) -> None:
        """Takes one box more. Raises BrokenVideo where none is left."""
        self.left -= 1
        if self.left < 0:
            raise BrokenVideo


def _boxes(stream: BinaryIO, start: int, end: int, left: Budget) -> Iterator[_Box]:
    while start + 8 <= end:
        left.spend()
        stream.seek(start)
        head = stream.read(16)
        if len(head) < 8:
            return
        length, kind, body = int.from_bytes(head[:4], "big"), head[4:8], start + 8
        if length == 1 and len(head) == 16:
            length, body = int.from_bytes(head[8:16], "big"), start + 16
        elif length == 0:  # to the end of the file
            length = end - start
        if length < body - start:
            return
        yield _Box(kind, start, body, min(start + length, end))
        start += length


def _free(box: _Box) -> tuple[int, int, bytes]:
    return box.start + 4, box.end - box.start - 4, b"free" + _long_size(box)


def _long_size(box: _Box) -> bytes:
    # A box whose length stands in 64 bits keeps it, else the next one would not be found.
    return (box.end - box.start).to_bytes(8, "big") if box.body - box.start == 16 else b""


def _read_moov(stream: BinaryIO, moov: _Box, film: Film, left: Budget) -> None:
    for box in _boxes(stream, moov.body, moov.end, left):
        if box.kind in _TALKATIVE:
            film.blanks.append(_free(box))
            film.place = film.place or _place_in(stream, box)
        elif box.kind == b"mvhd":
            body = _body(stream, box)
            film.seconds, film.taken_at = _mvhd_seconds(body), _mvhd_begun(body)
        elif box.kind == b"trak":
            _read_trak(stream, box, film, left)


def _read_trak(stream: BinaryIO, trak: _Box, film: Film, left: Budget) -> None:
    for box in _boxes(stream, trak.body, trak.end, left):
        if box.kind in _TALKATIVE:
            film.blanks.append(_free(box))
        elif box.kind == b"tkhd":
            width, height = _tkhd_size(_body(stream, box))
            if width and height:
                film.width, film.height = width, height


def _body(stream: BinaryIO, box: _Box) -> bytes:
    stream.seek(box.body)
    return stream.read(min(box.end - box.body, 256))


def _place_in(stream: BinaryIO, box: _Box) -> Place | None:
    """The place as Android (`©xyz`) and Apple (a key of its own) write it, by ISO 6709: +29.5630+106.5516/."""
    stream.seek(box.body)
    body = stream.read(min(box.end - box.body, _TALK_BYTES))
    if b"\xa9xyz" not in body and b"location.ISO6709" not in body:
        return None
    found = _ISO_6709.search(body)
    return place_on_earth(float(found[1]), float(found[2])) if found else None


def _mvhd_begun(body: bytes) -> datetime | None:
    """Seconds since 1904, in UTC by the standard; nought is what a recorder without a clock writes."""
    wide = 8 if body[:1] == b"\x01" else 4
    return moment_after(MAC_EPOCH, int.from_bytes(body[4 : 4 + wide], "big"))


def _mvhd_seconds(body: bytes) -> int | None:
    at, wide = (20, 8) if body[:1] == b"\x01" else (12, 4)
    scale, length = int.from_bytes(body[at : at + 4], "big"), int.from_bytes(body[at + 4 : at + 4 + wide], "big")
    return _bounded(length / scale) if scale else None


def _tkhd_size(body: bytes) -> tuple[int, int]:
    at = 88 if body[:1] == b"\x01" else 76
    width, height = (int.from_bytes(body[i : i + 4], "big") >> 16 for i in (at, at + 4))
    # The matrix before it: where its first number is nought the film stands on its side.
    return (height, width) if body[at - 36 : at - 32] == b"\0\0\0\0" and len(body) >= at + 8 else (width, height)


def _bounded(seconds: float) -> int | None:
    return round(seconds) if 0 <= seconds < 360_000 else None


def _read_webm(stream: BinaryIO, size: int, film: Film, left: Budget) -> None:
    for element, _, body, end in elements(stream, 0, size, left):
        if element != _SEGMENT:
            continue
        for child, start, inner, inner_end in elements(stream, body, end, left):
            if child in {_TAGS, _ATTACHMENTS}:
                film.blanks.append((start, inner_end - start, void(inner_end - start)))
            elif child == _INFO:
                film.seconds, film.taken_at = _webm_told(stream, inner, inner_end, left)
        return
    raise BrokenVideo


def _webm_told(stream: BinaryIO, start: int, end: int, left: Budget) -> tuple[int | None, datetime | None]:
    """Its length in seconds and when it was begun: nanoseconds since 2001."""
    scale, length, begun = 1_000_000, None, None
    for element, _, body, stop in elements(stream, start, end, left):
        stream.seek(body)
        value = stream.read(min(stop - body, 8))
        if element == _SCALE:
            scale = int.from_bytes(value, "big")
        elif element == _BEGUN and len(value) == 8:
            begun = moment_after(WEBM_EPOCH, int.from_bytes(value, "big", signed=True) / 1e9)
        elif element == _DURATION and len(value) in (4, 8):
            length = struct.unpack(">f" if len(value) == 4 else ">d", value)[0]
    return (_bounded(length * scale / 1e9) if length is not None and length == length else None), begun


def elements(stream: BinaryIO, start: int, end: int, left: Budget) -> Iterator[tuple[int, int, int, int]]:
    """Gives EBML elements: (id, start, start of content, end); stops at what it cannot read. Raises BrokenVideo where they are too many."""
    while True:
        left.spend()
        stream.seek(start)
        head = stream.read(min(12, max(0, end - start)))
        if len(head) < 2 or not head[0]:
            return
        id_length = 9 - head[0].bit_length()
        if id_length > 4 or len(head) <= id_length or not head[id_length]:
            return
        size_length = 9 - head[id_length].bit_length()
        raw = head[id_length : id_length + size_length]
        value = int.from_bytes(raw, "big") & ((1 << 7 * size_length) - 1)
        body = start + id_length + size_length
        element = int.from_bytes(head[:id_length], "big")
        unknown = value == (1 << 7 * size_length) - 1  # written live: the length was not known yet
        stop = end if unknown else min(body + value, end)
        yield element, start, body, stop
        if unknown and element != _CLUSTER:
            return
        start = body if unknown else stop


def void(length: int) -> bytes:
    """Gives the beginning of an empty EBML element of so many bytes."""
    if length >= 9:
        return b"\xec\x01" + (length - 9).to_bytes(7, "big")
    return b"\xec" + bytes([0x80 | (length - 2)])
