"""Files as they come in life and as somebody with bad intent would make them; every one is drawn or written here."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import Image, ImageDraw

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PLACE = b"+29.5630+106.5516/"


def painting(width: int = 640, height: int = 480) -> Image.Image:
    """A picture whose top is red and whose bottom is blue, so that one sees which way is up."""
    image = Image.new("RGB", (width, height), (220, 30, 30))
    ImageDraw.Draw(image).rectangle((0, height // 2, width, height), fill=(30, 30, 220))
    return image


def encoded(image: Image.Image, form: str = "JPEG", **more: object) -> bytes:
    out = BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def photo_from_a_phone(orientation: int = 6, offset: str | None = "+08:00", *, form: str = "JPEG") -> bytes:
    """Lying on its side, with place, maker and time in its EXIF block, a comment and an XMP block."""
    lying = painting(480, 640).transpose(Image.Transpose.ROTATE_90) if orientation == 6 else painting()
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Lantern Phones"
    exif.get_ifd(0x8769)[0x9003] = "2024:05:01 08:30:00"
    if offset:
        exif.get_ifd(0x8769)[0x9011] = offset
    exif.get_ifd(0x8825).update({1: "N", 2: (29.0, 33.0, 46.0), 3: "E", 4: (106.0, 33.0, 5.0)})
    more = {"comment": b"taken at home"} if form == "JPEG" else {}
    return encoded(lying, form, exif=exif, xmp=b"<x:xmpmeta>secret author</x:xmpmeta>", **more)


def photo_that_says(block: dict[int, object], gps: dict[int, object] | None = None) -> bytes:
    """A small photo with these EXIF and GPS blocks."""
    exif = Image.Exif()
    exif.get_ifd(0x8769).update(block)
    exif.get_ifd(0x8825).update(gps or {})
    return encoded(painting(64, 48), exif=exif)


def huge_png(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few bytes that say they are 3,600 megapixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


def gif_that_is_script() -> bytes:
    """A GIF that browsers of old also ran as JavaScript: its width spells the beginning of a comment."""
    gif = bytearray(encoded(painting(16, 16), "GIF"))
    return bytes(gif) + b"*/=1;alert(document.cookie)//"


def box(kind: bytes, body: bytes, *, wide: bool = False) -> bytes:
    if wide:
        return struct.pack(">I", 1) + kind + struct.pack(">Q", len(body) + 16) + body
    return struct.pack(">I", len(body) + 8) + kind + body


def film(
    seconds: int = 12, *, turned: bool = False, brand: bytes = b"isom", moov: bool = True, frames: int = 4000, begun: int = 0
) -> bytes:
    """A short MP4 such as a phone writes, with its place in three spots. `turned`: filmed upright; `begun`: seconds since 1904."""
    mvhd = box(b"mvhd", struct.pack(">IIIII", 0, begun, 0, 600, seconds * 600) + bytes(80))
    matrix = (0, 0x10000, 0, -0x10000, 0, 0) if turned else (0x10000, 0, 0, 0, 0x10000, 0)
    nine = struct.pack(">iiiiiiiii", *matrix[:2], 0, *matrix[3:5], 0, 0, 0, 0x40000000)
    tkhd = box(b"tkhd", bytes(40) + nine + struct.pack(">II", 1280 << 16, 720 << 16))
    udta = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7) + PLACE))
    meta = box(b"meta", b"com.apple.quicktime.location.ISO6709" + PLACE)
    header = box(b"moov", mvhd + udta + box(b"trak", tkhd + meta) + meta, wide=True)
    top = box(b"uuid", bytes(16) + b"<x:xmpmeta>" + PLACE, wide=True) + box(b"free", PLACE)
    ftyp = box(b"ftyp", brand + b"\0\0\2\0" + brand)
    return ftyp + top + box(b"mdat", bytes(range(256)) * (frames // 256)) + (header if moov else b"")


def webm(seconds: float = 7.0) -> bytes:
    """A WebM as a browser records it, with a tag that tells the place."""

    def element(key: bytes, body: bytes) -> bytes:
        return key + b"\x01" + len(body).to_bytes(7, "big") + body

    info = element(b"\x2a\xd7\xb1", (1_000_000).to_bytes(4, "big")) + element(b"\x44\x89", struct.pack(">d", seconds * 1000))
    tags = element(b"\x12\x54\xc3\x67", b"LOCATION" + PLACE)
    segment = element(b"\x15\x49\xa9\x66", info) + tags + element(b"\x1f\x43\xb6\x75", bytes(500))
    return element(b"\x1a\x45\xdf\xa3", b"\x42\x82\x84webm") + b"\x18\x53\x80\x67\x01" + b"\xff" * 7 + segment
