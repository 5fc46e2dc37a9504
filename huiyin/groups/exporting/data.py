"""A conversation as JSON: one list, written as it is read, in the columns `huiyin import messages` reads and some more."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import IO, Any

from django.utils import timezone, translation

from huiyin.groups import rendering
from huiyin.groups.exporting.selection import Progress, Wanted, batches, is_whole, messages_of
from huiyin.groups.models import Message
from huiyin.media.models import Upload


def write_json(wanted: Wanted, file: IO[bytes], progress: Progress) -> int:
    """Writes the messages wanted. Takes a file open for bytes. Gives how many were written."""
    total, written = messages_of(wanted).count(), 0
    language = translation.get_language() or "zh-hans"
    file.write(b"[")
    for batch in batches(wanted):
        for message in batch:
            file.write(line_of(message, language, first=not written))
            written += 1
        progress(written, max(written, total))
    file.write(b"\n]\n")
    return written


def line_of(message: Message, language: str, path: Callable[[Upload], str] | None = None, *, first: bool) -> bytes:
    """Gives a message as it stands in the list, with what parts it from the one before."""
    row = json.dumps(as_row(message, language, path), ensure_ascii=False, separators=(",", ":"))
    return (("\n" if first else ",\n") + row).encode()


def as_row(message: Message, language: str, path: Callable[[Upload], str] | None = None) -> dict[str, Any]:
    """Gives a message in the columns of docs/operators/export.md. `path` tells where a file lies beside the data, if it does."""
    row: dict[str, Any] = {
        "id": str(message.n),
        "author": f"robot-{message.extra['robot'].get('hook')}" if message.robot else str(message.author_id),
        "name": message.speaker,
        "at": timezone.localtime(message.at).isoformat(),
        # What came without words is named, and so is what was taken back: an import refuses rows that say nothing.
        "text": message.text if message.text and is_whole(message) else rendering.preview(message, language, named=False),
        "reply_to": str(message.reply_to.n) if message.reply_to else "",
        "kind": message.kind,
        "recalled": message.recalled_at is not None,
        "erased": message.erased_at is not None,
    }
    if is_whole(message):
        origin = message.extra.get("forwarded")  # without the group it comes from: that may be secret to who reads the copy
        row |= {
            "urgent_reason": message.urgent_reason,
            "wordless": not message.text,
            "files": [_file(f.upload, path) for f in message.files.all()],
            "place": message.extra.get("place"),
            "forwarded": {name: origin.get(name) for name in ("author", "at")} if origin else None,
        }
    return row


def _file(upload: Upload, path: Callable[[Upload], str] | None) -> dict[str, Any]:
    row: dict[str, Any] = {"name": upload.name, "kind": upload.kind, "size": upload.size}
    if path is not None and upload.erased_at is None:
        row |= {"path": path(upload), "type": upload.content_type}
    return row
