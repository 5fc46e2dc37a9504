"""The ceiling on what a browser may send in one file, held while it is coming in."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from huiyin.media.kinds import VIDEO_LIMIT

CEILING = VIDEO_LIMIT + 1  # bytes; one more than anything may have, so that keep_upload refuses it in its own words


class Ceiling(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS: without it a single request could fill the disk before any rule of ours is asked.

    What comes after the ceiling is read and dropped. The rest of the form (words, CSRF token) arrives whole, so that the refusal is a
    page with the words still in it and not a broken connection.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Passes a piece on as far as it fits; `start` counts what came before it."""
        return raw_data[: CEILING - start] if start < CEILING else None

    def file_complete(self, file_size: int) -> Any:
        """Leaves the file to the handlers that keep it."""
        return None
