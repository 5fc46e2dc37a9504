"""A voice note is kept as it was recorded: its container must be known, and what that says beside the sound is taken out.

Six containers, as browsers, phones and telephone systems record them: WebM, Ogg (Opus), MP4 (also M4A and 3GPP), MP3, WAV, AMR. Nothing
is decoded and nothing made anew. Titles, places, pictures, programs' names go: where offsets must stay right they are overwritten in
place, else the sound alone is copied. What is called a recording and holds a film, or anything that is not told here, is none.
"""

from __future__ import annotations

import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from huiyin.core.errors import Refused
from huiyin.media import videos
from huiyin.media.errors import NoVoice

PAGES = 30_000  # of an Ogg file: six hundred seconds have some thousands at most
_TRACKS, _ENTRY, _TYPE, _SOUND = 0x1654AE6B, 0xAE, 0x83, 2
_SEGMENT, _INFO = 0x18538067, 0x1549A966
_TALK = frozenset({0x7BA9, 0x4461, 0x7384, 0x73A4})  # title, when it was begun, the name and number of the file


@dataclass(frozen=True)
class Sound:
    """A recording: what it is stored as, and how many seconds it says it has; None where it does not say."""

    content_type: str
    seconds: float | None = None


def stripped(source: BinaryIO, target: BinaryIO, size: int) -> Sound:
    """Copies a recording without what is said beside the sound. Takes a seekable stream of so many bytes and an empty writable one.
    Gives what it is. Raises NoVoice for what is none, or is damaged."""
    source.seek(0)
    head = source.read(64)
    try:
        for begins, keep in ((_is_webm, _webm), (_is_mp4, _mp4), (_is_ogg, _ogg), (_is_wav, _wav), (_is_amr, _amr), (_is_mp3, _mp3)):
            if begins(head):
                return keep(source, target, size)
    except (struct.error, IndexError, ValueError) as error:
        raise NoVoice from error
    except Refused as error:
        raise NoVoice from error
    raise NoVoice


def _is_webm(head: bytes) -> bool:
    return head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head


def _is_mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def _is_ogg(head: bytes) -> bool:
    return head.startswith(b"OggS\0\x02") and b"OpusHead" in head


def _is_wav(head: bytes) -> bool:
    return head[:4] + head[8:12] == b"RIFFWAVE"


def _is_amr(head: bytes) -> bool:
    return head.startswith((b"#!AMR\n", b"#!AMR-WB\n"))


def _is_mp3(head: bytes) -> bool:
    return head.startswith(b"ID3") or _begins_frame(head)


def _begins_frame(head: bytes) -> bool:
    """Eleven bits set, MPEG 1 to 2.5, layer III, a rate that there is."""
    return len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[1] & 0x18 != 0x08 and head[2] >> 4 not in (0, 15)


def _copied(source: BinaryIO, target: BinaryIO) -> None:
    source.seek(0)
    shutil.copyfileobj(source, target)


def _webm(source: BinaryIO, target: BinaryIO, size: int) -> Sound:
    film = videos.inspect(source, size, "video/webm")
    left, kinds = videos.Budget(), set()
    for element, _start, body, end in videos.elements(source, 0, size, left):
        if element == _SEGMENT:
            for child, _start, inner, stop in videos.elements(source, body, end, left):
                if child == _TRACKS:
                    kinds |= set(_track_types(source, inner, stop, left))
                elif child == _INFO:
                    told = videos.elements(source, inner, stop, left)
                    film.blanks += [(at, last - at, videos.void(last - at)) for kind, at, _, last in told if kind in _TALK]
            break
    if kinds != {_SOUND}:
        raise NoVoice
    _copied(source, target)
    videos.blank_out(target, film)
    return Sound("audio/webm", film.seconds)


def _track_types(source: BinaryIO, start: int, end: int, left: videos.Budget) -> Iterator[int]:
    for element, _start, body, stop in videos.elements(source, start, end, left):
        if element == _ENTRY:
            for part, _at, inner, last in videos.elements(source, body, stop, left):
                if part == _TYPE:
                    source.seek(inner)
                    yield int.from_bytes(source.read(min(last - inner, 8)), "big")


def _mp4(source: BinaryIO, target: BinaryIO, size: int) -> Sound:
    source.seek(8)
    brand = source.read(4)
    film = videos.inspect(source, size, "video/mp4")
    if film.width or film.height:  # a track of pictures has a size, one of sound has none
        raise NoVoice
    _copied(source, target)
    videos.blank_out(target, film)
    return Sound("audio/3gpp" if brand.startswith(b"3g") else "audio/mp4", film.seconds)


def _wav(source: BinaryIO, target: BinaryIO, size: int) -> Sound:
    """The format and the sound; what programs note beside them (LIST, bext, id3) is left out."""
    at, form, rate = 12, b"", 0
    while at + 8 <= size and at < 1_000_000:
        source.seek(at)
        name, length = struct.unpack("<4sI", source.read(8))
        if name == b"fmt " and 16 <= length <= 64:
            form = source.read(length)
            rate = struct.unpack("<I", form[8:12])[0]
        elif name == b"data" and form and rate:
            length = min(length, size - at - 8)
            target.write(struct.pack("<4sI4s4sI", b"RIFF", 4 + 8 + len(form) + 8 + length, b"WAVE", b"fmt ", len(form)) + form)
            target.write(struct.pack("<4sI", b"data", length))
            _part(source, target, at + 8, length)
            return Sound("audio/wav", length / rate)
        at += 8 + length + length % 2
    raise NoVoice


def _part(source: BinaryIO, target: BinaryIO, start: int, length: int) -> None:
    source.seek(start)
    while length > 0 and (piece := source.read(min(65536, length))):
        target.write(piece)
        length -= len(piece)


def _amr(source: BinaryIO, target: BinaryIO, size: int) -> Sound:
    """It says nothing but the sound."""
    _copied(source, target)
    return Sound("audio/amr")


def _mp3(source: BinaryIO, target: BinaryIO, size: int) -> Sound:
    """The frames; the notes before them (ID3v2) and behind them (ID3v1, APE) are left out."""
    start, end = 0, size
    source.seek(0)
    while (head := source.read(10))[:3] == b"ID3" and len(head) == 10:
        length = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        start += 10 + length + (10 if head[5] & 0x10 else 0)
        source.seek(start)
    if not _begins_frame(head):
        raise NoVoice
    source.seek(max(start, end - 128))
    if source.read(3) == b"TAG":
        end -= 128
    source.seek(max(start, end - 32))
    tail = source.read(32)
    if tail[:8] == b"APETAGEX":
        end -= struct.unpack("<I", tail[12:16])[0] + (32 if tail[23] & 0x80 else 0)
    if end - start < 64:
        raise NoVoice
    _part(source, target, start, end - start)
    return Sound("audio/mpeg")


def _ogg(source: BinaryIO, target: BinaryIO, size: int) -> Sound:
    """The second packet says who, where and with what: its pages keep their length and hold nothing (RFC 7845, 5.2)."""
    at, pages, last, notes = 0, 0, 0, True
    while at + 27 <= size:
        source.seek(at)
        head = bytearray(source.read(27))
        laces = source.read(head[26])
        body = source.read(sum(laces))
        if head[:4] != b"OggS" or len(laces) != head[26] or len(body) != sum(laces) or (pages and head[5] & 2) or pages > PAGES:
            raise NoVoice
        if pages and notes:
            if pages == 1 and not body.startswith(b"OpusTags"):
                raise NoVoice
            notes = not any(lace < 255 for lace in laces)
            body, head[22:26] = (b"OpusTags" if pages == 1 else b"").ljust(len(body), b"\0"), bytes(4)
            head[22:26] = _checksum(bytes(head) + laces + body).to_bytes(4, "little")
        target.write(bytes(head) + laces + body)
        granules = int.from_bytes(head[6:14], "little", signed=True)
        last, at, pages = max(last, granules), at + 27 + len(laces) + len(body), pages + 1
    if pages < 3 or notes:
        raise NoVoice
    return Sound("audio/ogg", last / 48_000)


def _table() -> list[int]:
    table = []
    for byte in range(256):
        value = byte << 24
        for _bit in range(8):
            value = (value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1
        table.append(value & 0xFFFFFFFF)
    return table


_TABLE = _table()


def _checksum(page: bytes) -> int:
    """The sum each page bears, by its own polynomial: zlib's is the mirrored one."""
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _TABLE[value >> 24 ^ byte]
    return value
