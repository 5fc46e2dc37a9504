"""Photos made anew: opened within limits, turned upright, in sRGB, without a trace of camera, place or author.

What is stored is always drawn again from the pixels. Nothing a sender put into the file besides the picture reaches a reader:
no place, no script hidden in a GIF, no ICC or XMP block.
"""

from __future__ import annotations

import threading
import warnings
from dataclasses import dataclass
from datetime import tzinfo
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps, JpegImagePlugin

from huiyin.media.errors import BrokenPhoto, TooManyPixels
from huiyin.media.facts import NOTHING_SAID, Said, said_by_camera
from huiyin.media.kinds import LONG_SHAPE, beginning_of
from huiyin.media.scans import check_scans

MEGAPIXEL = 1_000_000
#: A JPEG is reduced while it is decoded, the others stand in memory whole: hence their lower limits (measured: docs/decisions/005).
PIXEL_LIMITS = {"JPEG": 50 * MEGAPIXEL, "MPO": 50 * MEGAPIXEL, "PNG": 24 * MEGAPIXEL, "WEBP": 9 * MEGAPIXEL, "GIF": 16 * MEGAPIXEL}
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
SIDE_LIMIT = 65_500  # pixels: no JPEG is longer, and a strip of one row cannot be made smaller band by band
BAND_PIXELS = 2 * MEGAPIXEL
LARGE_SIDE = 2048  # pixels, the longer side
THUMB_SIDE = 480
LONG_SHORT_SIDE = 1080
LONG_LONG_SIDE = 12_000
_TURNS = {
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_270],
    7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_90],
}
_ORIENTATION, _EXIF_BLOCK, _GPS_BLOCK = 0x0112, 0x8769, 0x8825
# Pillow warns of every tag that cannot be, each in other words: a hostile photo would fill the log, and the list of warnings given.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")
_SRGB = ImageCms.createProfile("sRGB")
#: Twenty people who send nine photos each must not fill the memory at once: the third waits.
_DARKROOM = threading.BoundedSemaphore(2)


@dataclass(frozen=True)
class Picture:
    """A photo made anew. `large` is a JPEG of `width` × `height` pixels, `thumb` a WebP; `said` is what the camera wrote beside it."""

    large: bytes
    thumb: bytes
    width: int
    height: int
    said: Said


def develop(source: BinaryIO | bytes, *, zone: tzinfo | None = None, place: bool = False) -> Picture:
    """Makes a photo anew. Takes a seekable stream or bytes, the zone of cameras that name none (None: such times are dropped), and
    whether to read the `place` too.

    Gives a Picture. Raises TooManyPixels, before anything is decoded, and BrokenPhoto.
    """
    with _DARKROOM:
        image, said = _draw(source, zone, place)
        return Picture(_jpeg(image), _webp(_thumb(image)), image.width, image.height, said)


def thumbnail(source: BinaryIO | bytes) -> bytes:
    """Only the small WebP, for the picture of a link card. Takes and raises as `develop`."""
    with _DARKROOM:
        return _webp(_thumb(_draw(source, None, False)[0]))


def shape_of(source: BinaryIO | bytes) -> tuple[int, int]:
    """Width and height in pixels as the photo is seen, turned upright; nothing is decoded. Raises BrokenPhoto, TooManyPixels."""
    stream = _from_start(source)
    try:
        with Image.open(stream, formats=FORMATS) as opened:
            width, height = opened.size
            turned = _from_camera(opened, None, False)[0] >= 5  # those turns change the sides
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooManyPixels from error
    except Exception as error:
        raise BrokenPhoto from error
    return (height, width) if turned else (width, height)


def fitted_into(source: BinaryIO | bytes, box: tuple[int, int]) -> bytes:
    """A JPEG of exactly these pixels, filled by the photo: what stands over at its longer sides is cut, more of it below than above, where
    people's faces are. Takes and raises as `develop`."""
    with _DARKROOM:
        image, _said = _draw(source, None, False)
        # Pillow's own measure of filters puts Hamming beside bicubic where a picture becomes smaller, at half of Lanczos' time.
        image = ImageOps.fit(image, box, Image.Resampling.HAMMING, centering=(0.5, 0.4))
        out = BytesIO()
        image.save(out, "JPEG", quality=90)
        return out.getvalue()


def _from_start(source: BinaryIO | bytes) -> BinaryIO:
    stream = BytesIO(source) if isinstance(source, bytes) else source
    stream.seek(0)
    return stream


def _draw(source: BinaryIO | bytes, zone: tzinfo | None, place: bool) -> tuple[Image.Image, Said]:
    stream = _from_start(source)
    try:
        with Image.open(stream, formats=FORMATS) as opened:
            if opened.width * opened.height > PIXEL_LIMITS[opened.format or "GIF"] or max(opened.size) > SIDE_LIMIT:
                raise TooManyPixels
            if isinstance(opened, JpegImagePlugin.JpegImageFile):
                check_scans(opened, stream)
            orientation, said = _from_camera(opened, zone, place)
            size = _fit(opened.width, opened.height)
            opened.draft("RGB", size)
            opened.load()
            profile = opened.info.get("icc_profile")
        image = _reduced(opened, size)
        image = _to_srgb(image, profile)
    except (TooManyPixels, BrokenPhoto):
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise TooManyPixels from error
    except Exception as error:  # Pillow's readers answer hostile bytes with a dozen kinds of errors; to the sender they are one
        raise BrokenPhoto from error
    for turn in _TURNS.get(orientation, ()):
        image = image.transpose(turn)
    image.info = {}  # savers take comments and profiles from here
    return image, said


def _fit(width: int, height: int) -> tuple[int, int]:
    """The size of `large`: never enlarged."""
    long, short = max(width, height), min(width, height)
    if long > short * LONG_SHAPE:
        scale = min(1.0, max(LONG_SHORT_SIDE / short, LARGE_SIDE / long), LONG_LONG_SIDE / long)
    else:
        scale = min(1.0, LARGE_SIDE / long)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _reduced(opened: Image.Image, size: tuple[int, int]) -> Image.Image:
    """In one of RGB, L, CMYK and of this size. Large pictures go through in bands, so that the whole never stands there twice."""
    factor = min(opened.width // size[0], opened.height // size[1])
    if factor < 2:
        flat = _flat(opened)
        return flat if flat.size == size else flat.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    canvas = None
    band = factor * max(1, BAND_PIXELS // (opened.width * factor))
    for top in range(0, opened.height, band):
        piece = _flat(opened.crop((0, top, opened.width, min(top + band, opened.height)))).reduce(factor)
        if canvas is None:
            canvas = Image.new(piece.mode, (piece.width, -(-opened.height // factor)))
        canvas.paste(piece, (0, top // factor))
    assert canvas is not None  # a picture has a height
    return canvas.resize(size, Image.Resampling.LANCZOS)


def _flat(opened: Image.Image) -> Image.Image:
    """One of RGB, L, CMYK: palettes resolved, what is transparent laid on white."""
    if opened.mode.startswith("I"):
        # Sixteen bits a sample: Pillow clips to eight where it should scale.
        return opened.point(lambda sample: sample * (1 / 256)).convert("L")
    if opened.has_transparency_data:
        clear = opened if opened.mode == "RGBA" else opened.convert("RGBA")
        white = Image.new("RGB", clear.size, "white")
        white.paste(clear, mask=clear.getchannel("A"))
        return white
    return opened if opened.mode in {"RGB", "L", "CMYK"} else opened.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            turned = ImageCms.profileToProfile(image, source, _SRGB, outputMode="RGB")
            if turned is not None:
                return turned
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a wrong profile costs a shade of colour, not the photo
    return image if image.mode == "RGB" else image.convert("RGB")


def _thumb(image: Image.Image) -> Image.Image:
    width, height = beginning_of(*image.size)
    small = image.crop((0, 0, width, height)) if (width, height) != image.size else image.copy()
    small.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return small


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=82, progressive=True, optimize=True)
    return out.getvalue()


def _webp(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "WEBP", quality=75, method=4)
    return out.getvalue()


def _from_camera(opened: Image.Image, zone: tzinfo | None, place: bool) -> tuple[int, Said]:
    """Which way is up, when and, if asked, where it was taken; nothing else is read. Gives (1, nothing) where the block is broken."""
    try:
        exif = opened.getexif()
        orientation = exif.get(_ORIENTATION, 1)
        said = said_by_camera(exif.get_ifd(_EXIF_BLOCK), exif.get_ifd(_GPS_BLOCK) if place else {}, zone)
    except Exception:
        return 1, NOTHING_SAID
    return orientation if isinstance(orientation, int) else 1, said
