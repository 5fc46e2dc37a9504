"""Why a photo, a video or a file was not taken, in words that say what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, Refused, TooMuch

MEGABYTE = 1024 * 1024


class EmptyFile(Invalid):
    """A file without a byte."""

    code = "file_empty"
    default_words = _("This file is empty. Choose it again, or send another one.")


class FileTooLarge(TooMuch):
    """`limit_bytes` and `size_bytes` are in facts."""

    code = "file_too_large"

    def __init__(self, words: Any, *, size_bytes: int, limit_bytes: int) -> None:
        figures = {"size": max(1, round(size_bytes / MEGABYTE)), "limit": limit_bytes // MEGABYTE}
        super().__init__(words % figures, field="file", size_bytes=size_bytes, limit_bytes=limit_bytes)


class TooManyPixels(TooMuch):
    """Opened, it would take more memory than a photo may."""

    code = "photo_too_many_pixels"
    default_words = _("This photo is too large to open safely. Make it smaller, or take a screenshot of it and send that.")


class BrokenPhoto(Invalid):
    """What cannot be opened as a photo, or has more scans than any camera makes."""

    code = "photo_broken"
    default_words = _("This photo is damaged or incomplete. Open it once on your phone, then send it again.")


class UnknownPhoto(Invalid):
    """A format no browser of the readers would show, HEIC first of all."""

    code = "photo_format"
    default_words = _("Photos of this format (HEIC, AVIF) cannot be shown here. Send a screenshot of it, or let your camera save JPEG.")


class NotAPhoto(Invalid):
    """A name or type of a photo, and content that is none."""

    code = "not_a_photo"
    default_words = _("This file is called a photo but is none. Choose another one.")


class BrokenVideo(Invalid):
    """What cannot be read as a video, or has more boxes than any phone's."""

    code = "video_broken"
    default_words = _("This video is damaged or incomplete. Play it once on your phone, then send it again.")


class NoVoice(Invalid):
    """What is no recording of a known kind, or is damaged."""

    code = "no_voice"
    default_words = _("This is no recording that can be played here, or it is damaged. Record it anew, or choose another file.")


class NoLonger(Invalid):
    """An upload removed or erased before what it belongs to was sent."""

    code = "upload_gone"
    default_words = _("A photo or file is no longer here. Add it again; your words are kept.")


class NoRoom(Refused):
    """The disk (or its quota) is full; nothing was half kept."""

    status = 507
    code = "no_room"
    default_words = _("The server has no room for photos and files just now. Your words can still be sent; tell your administrator.")


class NoCard(Refused):
    """A link gives no card. `reason_code` says why: to programs, to the log, and kept so that it is not asked again at once."""

    status = 422
    code = "no_card"
    default_words = _("This link cannot be previewed. It was sent as it is.")

    def __init__(self, reason_code: str) -> None:
        super().__init__(reason=reason_code)
        self.reason_code = reason_code
