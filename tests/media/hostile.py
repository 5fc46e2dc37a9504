"""Uploads that somebody with bad intent makes: bombs, things of two kinds, halves, films without end. Small to send, dear to open."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib

from PIL import Image

from tests.media import corpus

SCRIPT = b"<html><script>alert(document.domain)</script></html>"


def png(width: int, height: int, body: bytes = b"", *, colour: int = 2, before: bytes = b"") -> bytes:
    """A PNG of this size whose rows are nought, packed small; or with another body. `before`: chunks before the picture."""
    depth = {0: 1, 2: 3, 6: 4}[colour]
    rows = body or zlib.compress(bytes(height * (width * depth + 1)), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + before + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def words_that_unpack(megabytes: int) -> bytes:
    """A chunk of text or of a colour profile, a few kilobytes that become so many megabytes."""
    packed = zlib.compress(bytes(megabytes * 1_000_000), 9)
    return _chunk(b"zTXt", b"Comment\0\0" + packed) + _chunk(b"iCCP", b"icc\0\0" + packed)


def moving_gif(side: int, frames: int) -> bytes:
    """A GIF of many large pictures, all alike."""
    out = io.BytesIO()
    first = Image.new("P", (side, side), 0)
    first.save(out, "GIF", save_all=True, append_images=[Image.new("P", (side, side), n % 2) for n in range(1, frames)], loop=0)
    return out.getvalue()


def moving_webp(side: int, frames: int) -> bytes:
    """The same as WebP."""
    out = io.BytesIO()
    pictures = [Image.new("RGB", (side, side), (n, n, n)) for n in range(frames)]
    pictures[0].save(out, "WEBP", save_all=True, append_images=pictures[1:], lossless=True, method=0)
    return out.getvalue()


def jpeg_with_much_beside(kilobytes: int) -> bytes:
    """A small photo with so much EXIF beside it, in blocks that point at themselves."""
    whole = corpus.encoded(corpus.painting(64, 48))
    # A directory whose entries lead to itself, and ten thousand of them.
    loop = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 4000) + struct.pack("<HHII", 0x8769, 4, 1, 8) * 4000 + b"\x08\0\0\0"
    block = b"\xff\xe1" + struct.pack(">H", min(len(loop), 65533) + 2) + loop[:65533]
    more = (b"\xff\xe1\xff\xff" + b"http://ns.adobe.com/xap/1.0/\0" + bytes(65533 - 29)) * (kilobytes // 64)
    return whole[:2] + block + more + whole[2:]


def jpeg_of_scans(times: int) -> bytes:
    """A progressive JPEG that repeats its scans: each costs a pass over the whole picture."""
    whole = corpus.encoded(corpus.painting(4000, 3000), progressive=True)
    at = whole.rindex(b"\xff\xda")
    return whole[:-2] + whole[at:-2] * times + whole[-2:]


def grey16(width: int, height: int) -> bytes:
    """A PNG of sixteen bits a sample."""
    rows = zlib.compress(bytes(height * (width * 2 + 1)), 9)
    head = struct.pack(">IIBBBBB", width, height, 16, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def large(form: str, width: int, height: int, **more: object) -> bytes:
    """One colour, as many pixels as are asked for."""
    return corpus.encoded(Image.new("RGB", (width, height), (90, 140, 60)), form, **more)


def film_of_boxes(tracks: int, boxes: int, kind: bytes = b"abcd") -> bytes:
    """An MP4 whose header is nothing but boxes in boxes."""
    inner = corpus.box(kind, b"") * boxes
    return corpus.box(b"ftyp", b"isom\0\0\2\0isom") + corpus.box(b"moov", corpus.box(b"trak", inner) * tracks) + corpus.box(b"mdat", b"x")


def zip_of_zips(levels: int = 6) -> bytes:
    """A zip of zips of zips: 42 KB that would be terabytes, were it ever unpacked."""
    inner = bytes(10_000_000)
    for level in range(levels):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            for n in range(1 if level == 0 else 10):
                packed.writestr(f"{n}.zip", inner)
        inner = out.getvalue()
    return inner


#: name, content, what the browser claims → "refused" (in words), "photo", "video" (made anew or blanked), "file" (only ever saved).
def everything() -> list[tuple[str, bytes, str, str]]:
    """Gives the whole corpus: (name, content, claimed type, what becomes of it)."""
    small = corpus.encoded(corpus.painting(64, 48))
    return [
        ("face.svg", corpus.SVG, "image/svg+xml", "file"), ("face.png", corpus.SVG, "image/png", "refused"),
        ("page.jpg", SCRIPT, "image/jpeg", "refused"), ("page.html", SCRIPT, "text/html", "file"),
        ("feed.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "' + b"c" * 99 + b'">]><a>&b;</a>', "text/xml", "file"),
        ("both.gif", corpus.gif_that_is_script(), "image/gif", "photo"), ("both.html", corpus.gif_that_is_script(), "text/html", "photo"),
        ("both.jpg", small + SCRIPT, "image/jpeg", "photo"), ("both.png", png(20, 20) + zip_of_zips(1), "image/png", "photo"),
        ("half.jpg", small[: len(small) // 2], "image/jpeg", "refused"), ("half.png", png(300, 300)[:90], "image/png", "refused"),
        ("hundred.png", png(10_000, 10_000), "image/png", "refused"), ("wide.png", png(1, 1, b"x"), "image/png", "refused"),
        ("billions.png", corpus.huge_png(), "image/png", "refused"), ("strip.png", png(24_000_000, 1), "image/png", "refused"),
        ("ribbon.png", png(65_000, 360, colour=6), "image/png", "photo"), ("post.png", png(360, 65_000, colour=6), "image/png", "photo"),
        ("most.png", png(6000, 4000, colour=6), "image/png", "photo"),
        ("words.png", png(20, 20, before=words_that_unpack(60)), "image/png", "either"),
        ("hundred.gif", moving_gif(10, 3).replace(struct.pack("<HH", 10, 10), struct.pack("<HH", 60_000, 60_000)), "image/gif", "refused"),
        ("moving.gif", moving_gif(1500, 60), "image/gif", "photo"), ("moving.webp", moving_webp(1500, 40), "image/webp", "photo"),
        ("beside.jpg", jpeg_with_much_beside(6000), "image/jpeg", "either"), ("scans.jpg", jpeg_of_scans(20_000), "image/jpeg", "refused"),
        ("ten-scans.jpg", jpeg_of_scans(20), "image/jpeg", "photo"),
        ("fifty.jpg", large("JPEG", 8000, 6200), "image/jpeg", "photo"),
        ("held.jpg", large("JPEG", 7000, 5500, progressive=True), "image/jpeg", "photo"),
        ("held-444.jpg", large("JPEG", 5400, 3700, progressive=True, subsampling=0), "image/jpeg", "photo"),
        ("over-444.jpg", large("JPEG", 7000, 5500, progressive=True, subsampling=0), "image/jpeg", "refused"),
        ("nine.webp", large("WEBP", 3000, 2990, lossless=True, method=0), "image/webp", "photo"),
        ("thirteen.webp", large("WEBP", 4300, 3000, lossless=True, method=0), "image/webp", "refused"),
        ("grey.png", grey16(6000, 4000), "image/png", "photo"),
        ("many.mp4", film_of_boxes(1, 1_000_000), "video/mp4", "refused"), ("deep.mp4", film_of_boxes(1500, 4500), "video/mp4", "refused"),
        ("talk.mp4", film_of_boxes(1200, 4900, b"udta"), "video/mp4", "refused"),
        ("nothing.mp4", corpus.film(moov=False), "video/mp4", "refused"), ("half.webm", corpus.webm()[:20], "video/webm", "refused"),
        ("nested.zip", zip_of_zips(), "application/zip", "file"), ("packed.svgz", gzip.compress(corpus.SVG), "image/svg+xml", "file"),
        ("run.exe", b"MZ" + bytes(200), "image/jpeg", "refused"), ("empty.jpg", b"", "image/jpeg", "refused"),
    ]  # fmt: skip
