"""Giving uploads back. Photos and videos are shown, everything else is only ever saved; nothing served here can run.

Whether the reader may see it is asked by the caller, each time: knowing a key gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast

from django.core.files.base import File
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from huiyin.core.errors import NotThere
from huiyin.media.actions import storage
from huiyin.media.kinds import OCTETS
from huiyin.media.models import Upload

_SHOWN_AS = {"large": "image/jpeg", "poster": "image/jpeg", "thumb": "image/webp"}
_VIDEO_TYPES = {"video/mp4", "video/webm", "video/3gpp"}
_PIECE = 65536
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)


def serve(upload: Upload, variant: str = "", request: HttpRequest | None = None) -> HttpResponseBase:
    """Answers with a variant of an upload; the caller has asked whether the reader may see it.

    Takes the variant ("large", "thumb", "video", "poster", "file"; empty: the thing itself) and the request, for parts of a video
    (Range) and what the browser has already (If-None-Match). Gives the response. Raises NotThere if erased, or no such variant.
    """
    variant = variant or upload.variants[0]
    if upload.erased_at is not None or variant not in upload.variants:
        raise NotThere
    tag = f'"{upload.key}.{variant}"'
    asked = request.headers if request is not None else {}
    if tag in asked.get("If-None-Match", ""):
        return _dressed(HttpResponse(status=304), upload, variant, tag)
    try:
        file = storage().open(upload.path(variant))
        size = file.size
    except FileNotFoundError as error:
        raise NotThere from error
    if variant in _SHOWN_AS:
        return _dressed(FileResponse(file, content_type=_SHOWN_AS[variant]), upload, variant, tag)
    wanted = asked.get("Range", "") if asked.get("If-Range", tag) == tag else ""
    return _dressed(_whole_or_part(file, size, wanted, _type_of(upload)), upload, variant, tag)


def served_anew(request: HttpRequest, upload: Upload, variant: str, everybody: bool = False) -> HttpResponse:
    """Answers as `serve`, but browsers ask again each time: who may see it may have changed since. Takes whether everybody may have it:
    then other sites' pages may show it too."""
    answer = cast(HttpResponse, serve(upload, variant, request))
    if answer.headers.get("Cache-Control") != "no-store":
        answer.headers["Cache-Control"] = "private, no-cache"
    if everybody:
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def _type_of(upload: Upload) -> str:
    shown = (upload.kind == Upload.Kind.VIDEO and upload.content_type in _VIDEO_TYPES) or upload.is_voice
    return upload.content_type if shown else OCTETS


def _whole_or_part(file: File, size: int, wanted: str, content_type: str) -> HttpResponseBase:
    match = _RANGE.fullmatch(wanted.replace(" ", ""))
    if not match or match[0] == "bytes=-":
        # None, or several at once, or not understood: the whole is always a right answer.
        response: HttpResponseBase = FileResponse(file, content_type=content_type)
        response["Accept-Ranges"] = "bytes"
        return response
    first, last = match[1], match[2]
    start = int(first) if first else max(0, size - int(last))
    stop = min(int(last) + 1, size) if first and last else size
    if start >= stop:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    response = StreamingHttpResponse(_Part(file, start, stop - start), status=206, content_type=content_type)
    response["Accept-Ranges"] = "bytes"
    response["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    response["Content-Length"] = str(stop - start)
    return response


class _Part:
    """A stretch of a file; closed by the server even if the reader leaves in the middle."""

    def __init__(self, file: File, start: int, length: int) -> None:
        self.file, self.left = file, length
        file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (piece := self.file.read(min(_PIECE, self.left))):
            self.left -= len(piece)
            yield piece

    def close(self) -> None:
        self.file.close()


def _dressed(response: HttpResponseBase, upload: Upload, variant: str, tag: str) -> HttpResponseBase:
    # Should a browser ever take it for a page, the page may do nothing: no script, no form, no origin.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    name = upload.name if variant == upload.main else upload.key
    response["Content-Disposition"] = content_disposition_header(upload.kind == Upload.Kind.FILE, name) or "inline"
    if response.status_code == 416:
        response["Cache-Control"] = "no-store"
    else:
        response["Cache-Control"] = "private, max-age=31536000, immutable"  # what a key names never changes
        response["ETag"] = tag
    return response
