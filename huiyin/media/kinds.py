"""What a file is, told by its first bytes. Its name and what the browser claims are hints for words of refusal, never for trust."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from huiyin.media.errors import MEGABYTE, EmptyFile, FileTooLarge, NotAPhoto, UnknownPhoto
from huiyin.media.names import split_extension

HEAD_BYTES = 4096  # enough of a file to tell its kind
PHOTO_LIMIT = 25 * MEGABYTE
VIDEO_LIMIT = 60 * MEGABYTE
FILE_LIMIT = 30 * MEGABYTE
VOICE_LIMIT = 10 * MEGABYTE
VOICE_SECONDS = 300
#: What a voice note is stored as, and called.
VOICES = {
    "audio/webm": ".webm", "audio/ogg": ".ogg", "audio/mp4": ".m4a", "audio/3gpp": ".3gp", "audio/mpeg": ".mp3", "audio/wav": ".wav",
    "audio/amr": ".amr",
}  # fmt: skip
#: A screenshot of a long conversation is unreadable at 2048 px height: from this shape on the *shorter* side is kept legible (photos.py).
LONG_SHAPE = 2.5

OCTETS = "application/octet-stream"

_PHOTO_NAMES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".heif", ".avif"}
_UNSHOWN_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"}
_SOUND_BRANDS = {b"M4A ", b"M4B ", b"M4P "}
LIMITS = {"photo": PHOTO_LIMIT, "video": VIDEO_LIMIT, "file": FILE_LIMIT}
TOO_LARGE = {
    "photo": _("This photo has %(size)s MB; at most %(limit)s MB fit. Send a smaller one."),
    "video": _("This video has %(size)s MB; at most %(limit)s MB fit. Shorten it, or film with a lower setting."),
    "voice": _("This recording has %(size)s MB; at most %(limit)s MB fit. Say it in fewer minutes."),
    "file": _("This file has %(size)s MB; at most %(limit)s MB fit. Split it or make it smaller."),
}


@dataclass(frozen=True)
class Found:
    """`kind` is photo, video or file; `content_type` what it is stored as."""

    kind: str
    content_type: str


def beginning_of(width: int, height: int) -> tuple[int, int]:
    """Gives how much of a long photo its thumbnail shows: its beginning. A strip 40 pixels wide would show nothing."""
    return min(width, round(height * LONG_SHAPE)), min(height, round(width * LONG_SHAPE))


def identify(head: bytes, size: int, name: str = "", claimed_type: str = "") -> Found:
    """Tells what a file is. Takes its first HEAD_BYTES, its size in bytes, its name and the type the browser claimed.

    Gives Found. Raises EmptyFile, FileTooLarge, UnknownPhoto (HEIC, AVIF), NotAPhoto (called a photo, but is none).
    """
    if size == 0 or not head:
        raise EmptyFile
    found = _by_content(head)
    if found is None:
        if _claims_photo(name, claimed_type):
            raise NotAPhoto
        found = Found("file", OCTETS)
    limit = LIMITS[found.kind]
    if size > limit:
        raise FileTooLarge(TOO_LARGE[found.kind], size_bytes=size, limit_bytes=limit)
    return found


def _by_content(head: bytes) -> Found | None:
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF87a", b"GIF89a")) or head[:4] + head[8:12] == b"RIFFWEBP":
        return Found("photo", "image/jpeg")  # whatever came, it leaves as JPEG
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        if brand in _UNSHOWN_BRANDS:
            raise UnknownPhoto
        if brand in _SOUND_BRANDS:
            return Found("file", OCTETS)
        # QuickTime is a sister of MP4 and old phones play it only under that name.
        return Found("video", "video/3gpp" if brand.startswith(b"3g") else "video/mp4")
    if head.startswith(b"\x1a\x45\xdf\xa3") and b"\x42\x82\x84webm" in head[:128]:  # EBML, DocType of four bytes: webm
        return Found("video", "video/webm")
    return None


def _claims_photo(name: str, claimed_type: str) -> bool:
    # An SVG may be sent as a file that is only ever downloaded; one that hides behind .png may not.
    claimed = claimed_type.partition(";")[0].strip().lower()
    by_type = claimed in {"image/jpeg", "image/png", "image/gif", "image/webp"}
    return by_type or split_extension(name)[1].lower() in _PHOTO_NAMES
