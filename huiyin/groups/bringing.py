"""What a history brings along beside its words: urgent reasons, places, origins, what was taken back, and the files of an export.

A zip is read as `huiyin export group` and the page of exports write it: messages.json, and what it names below media/. Whoever runs this
can write the database too; all the same nothing is unpacked by a name in the file, and nothing is read that is larger than may be sent.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from huiyin.core.bounded_json import Unreadable, first_bytes, read_json
from huiyin.core.errors import Invalid, Refused
from huiyin.groups.actions import erase_message, recall_message
from huiyin.groups.actions.content import FILES_LIMIT, place_in
from huiyin.groups.exporting.pages import DATA
from huiyin.groups.models import Message
from huiyin.media.actions import keep_upload
from huiyin.people.models import Person

BYTES_LIMIT = 100 * 2**20  # of one file; what may be sent of each kind is less (huiyin/media/kinds.py)


@dataclass(frozen=True, slots=True)
class File:
    """A file beside the data: what it is called, where it lies in the zip, what it was sent as."""

    name: str
    path: str
    type: str


@dataclass(frozen=True, slots=True)
class More:
    """What a message is beside its words. `wordless`: its words only say what it is."""

    urgent_reason: str = ""
    place: Mapping[str, Any] | None = None
    forwarded: Mapping[str, Any] | None = None
    recalled: bool = False
    erased: bool = False
    wordless: bool = False
    files: tuple[File, ...] = ()


NOTHING_MORE = More()


def more_of(raw: Mapping[str, Any], files: frozenset[str]) -> More:
    """Reads what an object of the data says beside its words. Takes the names of what lies in the zip. Raises ValueError with words."""
    place, origin, listed = raw.get("place"), raw.get("forwarded"), raw.get("files") or []
    if place is not None and not _is_place(place):
        raise ValueError(_("names a place that cannot be read"))
    if origin is not None and not (isinstance(origin, dict) and all(isinstance(origin.get(k), str) for k in ("author", "at"))):
        raise ValueError(_("says in a way that cannot be read where it comes from"))
    if not isinstance(listed, list) or len(listed) > FILES_LIMIT or not all(isinstance(one, dict) for one in listed):
        raise ValueError(_("names files in a way that cannot be read"))
    found = tuple(
        File(str(one.get("name") or "")[:120], str(one["path"]), str(one.get("type") or "")[:60]) for one in listed if "path" in one
    )
    # An export says itself what was not there any more when it was made (missing.txt): such a file is not asked for.
    found = tuple(one for one in found if one.path.startswith("media/") and one.path in files)
    return More(
        urgent_reason=str(raw.get("urgent_reason") or "")[:200], place=place, forwarded=origin and {k: origin[k] for k in ("author", "at")},
        recalled=raw.get("recalled") is True, erased=raw.get("erased") is True, wordless=raw.get("wordless") is True, files=found,
    )  # fmt: skip


def _is_place(place: Any) -> bool:
    try:
        return isinstance(place, dict) and isinstance(place.get("name", ""), str) and bool(place_in(place))
    except Invalid:
        return False


def data_of(path: Path, limit: int) -> tuple[bytes, frozenset[str]]:
    """Gives the data of a history in JSON or of an exported zip, and the names of what lies beside it. Raises Invalid."""
    if path.suffix.lower() != ".zip":
        return first_bytes(path, limit), frozenset()
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(DATA)
            if entry.file_size > limit:
                raise Invalid(_("The file is larger than %(limit)s MB. Split it by years.") % {"limit": limit // 2**20})
            with archive.open(entry) as data:
                return data.read(limit + 1)[:limit], frozenset(archive.namelist())
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise Invalid(_("The zip holds no %(name)s: it is not one that was exported here.") % {"name": DATA}) from error


def opened(path: Path) -> contextlib.AbstractContextManager[zipfile.ZipFile | None]:
    """Opens what files are kept from, once for a whole history; None where it is no zip."""
    return zipfile.ZipFile(path) if path.suffix.lower() == ".zip" else contextlib.nullcontext()


def keep_files(archive: zipfile.ZipFile, files: tuple[File, ...], owner: Person) -> list[str]:
    """Keeps the files of one message as their author's. Gives their keys. Raises Refused for what may not be sent here."""
    keys = []
    for one in files:
        with tempfile.TemporaryFile() as copy:
            with archive.open(one.path) as source:
                _copy(source, copy)
            keys.append(keep_upload(owner, copy, one.name, one.type).key)
    return keys


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    shutil.copyfileobj(_Bounded(source), target)
    target.seek(0)


class _Bounded:
    """A stream that is given up where it goes on beyond what may be sent: the sizes a zip names are only said."""

    def __init__(self, source: IO[bytes]) -> None:
        self.source, self.left = source, BYTES_LIMIT

    def read(self, size: int = -1) -> bytes:
        piece = self.source.read(size)
        self.left -= len(piece)
        if self.left < 0:
            raise Refused(_("A file of it is larger than may be sent here."))
        return piece


def take_back(message: Message, more: More) -> None:
    """A message that was taken back or erased where it comes from is so here: a trace without words."""
    if more.recalled:
        recall_message(message, message.author, now=message.at)
    elif more.erased:
        erase_message(message, None)


def parsed(data: bytes, limit: int) -> list[dict[str, Any]]:
    """Gives the objects of the data. Takes how many bytes it may have. Raises Invalid."""
    try:
        listed = read_json(data, limit)
    except Unreadable as error:
        raise Invalid(_("The file is not JSON: %(why)s") % {"why": str(error)[:120]}) from error
    if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
        raise Invalid(_("The file must hold a list of messages: [{“author”: …, “at”: …, “text”: …}, …]"))
    return listed
