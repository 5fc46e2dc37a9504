"""What a film's container or a photo's EXIF makes the reader do grows no faster than the file, in time, in memory and in the log."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image

from huiyin.media.errors import BrokenVideo
from huiyin.media.photos import shape_of
from huiyin.media.videos import inspect
from tests.growth import grows_with_its_input, within_megabytes
from tests.media.corpus import box

SHAPES = {
    "boxes without words": lambda n: box(b"moov", b"".join(box(b"udta", b"") for _ in range(n))),
    "boxes with a place each": lambda n: box(b"moov", b"".join(box(b"udta", b"\xa9xyz+29.+106." * 8) for _ in range(n))),
    "boxes within boxes": lambda n: box(b"moov", b"".join(box(b"trak", box(b"tkhd", b"x" * 90)) for _ in range(n))),
    "figures without end": lambda n: box(b"moov", box(b"udta", b"\xa9xyz" + b"+29.56307" * n)),
    "a box of no length": lambda n: box(b"moov", b"") + b"\0\0\0\0mdat" + b"x" * n,
    "many at the top": lambda n: box(b"moov", b"") + box(b"junk", b"") * n,
}


def looked_at(film: bytes) -> None:
    try:
        inspect(io.BytesIO(film), len(film), "video/mp4")
    except BrokenVideo:
        pass


@pytest.mark.parametrize("shape", SHAPES)
def test_a_film_of_any_shape_costs_what_its_length_says(shape: str) -> None:
    assert grows_with_its_input(looked_at, SHAPES[shape], 500)


def test_a_film_of_elements_within_elements_costs_what_its_length_says() -> None:
    def a_webm(n: int) -> bytes:
        return b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + b"\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff" * n

    def look(film: bytes) -> None:
        inspect(io.BytesIO(film), len(film), "video/webm")

    def quietly(film: bytes) -> None:
        try:
            look(film)
        except BrokenVideo:
            pass

    assert grows_with_its_input(quietly, a_webm, 500)


def a_photo(tags: int, size: int = 0) -> bytes:
    """A PNG whose EXIF has so many tags, each of which names the same bytes, so many of them."""
    size = size or 12 * tags
    out = io.BytesIO()
    Image.new("RGB", (64, 64), "steelblue").save(out, "PNG")
    png, data = out.getvalue(), 8 + 2 + 12 * tags + 4
    entries = b"".join(struct.pack("<HHII", 1000 + n, 7, size, data) for n in range(tags))
    block = b"II*\0" + struct.pack("<IH", 8, tags) + entries + b"\0\0\0\0" + b"x" * size
    chunk = struct.pack(">I", len(block)) + b"eXIf" + block + struct.pack(">I", zlib.crc32(b"eXIf" + block))
    at = png.index(b"IDAT") - 4
    return png[:at] + chunk + png[at:]


@pytest.mark.filterwarnings("ignore:Tag data larger")
def test_exif_that_names_the_same_bytes_again_and_again_costs_what_its_length_says() -> None:
    assert shape_of(a_photo(3)) == (64, 64)
    assert grows_with_its_input(shape_of, a_photo, 1_000)
    assert within_megabytes(64, lambda: shape_of(a_photo(40_000, 2_000_000))) == (64, 64)


def test_a_photo_writes_nothing_into_the_log() -> None:
    """Each tag it could not read was a line there, sixty thousand for one photo, and stayed in memory."""
    program = "import sys; from huiyin.media.photos import shape_of; print(shape_of(sys.stdin.buffer.read()))"
    done = subprocess.run([sys.executable, "-c", program], input=a_photo(300), capture_output=True, timeout=60)
    assert done.stdout.split() == [b"(64,", b"64)"]
    assert done.stderr == b""
