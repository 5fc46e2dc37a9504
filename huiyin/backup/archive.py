"""The file itself: a tar, compressed by gzip, perhaps encrypted. First what it is, last the list of all that is in it.

about.json        version, kind of database, when: enough to refuse early
database.sqlite3  or database.pgdump (pg_dump --format=custom)
heads.jsonl       one line for each stream of the journal: [key, number of entries, hash of the last]
secret_key        only where it was asked for
media/…           photos, videos, files under their names in the storage
manifest.json     counts, and size and sha256 of every member before it
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
import tarfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

from huiyin.backup.errors import Damaged, NotMade, WrongPassphrase
from huiyin.backup.sealing import MAGIC, Opener, Sealer
from huiyin.core.bounded_json import Unreadable, read_object

FORMAT = 1
LEVEL = 4  # photos do not shrink; a database does already at this level
SMALL_LIMIT = 512 * 1024 * 1024  # bytes of manifest.json, which is held in memory
ROOM = 64 * 1024 * 1024  # bytes that a restore leaves free on the disk
PIECE = 1024 * 1024
NAME = re.compile(
    r"about\.json|manifest\.json|heads\.jsonl|secret_key|database\.(?:sqlite3|pgdump)"
    r"|media/(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{0,63}/){0,6}[A-Za-z0-9_-][A-Za-z0-9_.-]{0,79}"
)


class Plain(tarfile.TarInfo):
    """Only ordinary files: no links, devices or directories, and none of the headers that a bomb could hide in."""

    def _proc_member(self, tar: tarfile.TarFile) -> Any:
        if self.type not in (tarfile.REGTYPE, tarfile.AREGTYPE):
            raise Damaged
        return super()._proc_member(tar)  # type: ignore[misc]


class Packing:
    """An archive that is being written. Takes the file and, to encrypt, a passphrase."""

    def __init__(self, file: BinaryIO, passphrase: bytes = b"") -> None:
        self.members: dict[str, tuple[int, str]] = {}
        self.sealer = Sealer(file, passphrase) if passphrase else None
        self.zip = gzip.GzipFile(fileobj=cast(BinaryIO, self.sealer or file), mode="wb", compresslevel=LEVEL, mtime=0, filename="")
        self.tar = tarfile.TarFile(fileobj=self.zip, mode="w", format=tarfile.GNU_FORMAT)

    def add(self, name: str, source: BinaryIO, size: int) -> str:
        """Adds a member of so many bytes. Gives its sha256."""
        if not NAME.fullmatch(name) or len(name) > 100:
            raise NotMade
        info = Plain(name)
        info.size, info.mode, info.mtime = size, 0o600, int(time.time())
        hashing = Hashing(source)
        self.tar.addfile(info, cast(BinaryIO, hashing))
        self.members[name] = (size, hashing.hexdigest())
        return hashing.hexdigest()

    def add_bytes(self, name: str, content: bytes) -> None:
        """Adds a member of these bytes. Raises NotMade for a name that no member may bear."""
        self.add(name, io.BytesIO(content), len(content))

    def close(self, manifest: dict[str, Any]) -> None:
        """Writes the manifest with every member's hash, and ends the archive."""
        listed = {**manifest, "members": self.members.copy()}
        self.add_bytes("manifest.json", json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode())
        self.tar.close()
        self.zip.close()
        if self.sealer is not None:
            self.sealer.close()


class Hashing:
    """Reads from a file and keeps the sha256 of what went through."""

    def __init__(self, source: BinaryIO) -> None:
        self.source, self._sha = source, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Gives the next so many bytes, -1: all that are left."""
        piece = self.source.read(size)
        self._sha.update(piece)
        return piece

    def hexdigest(self) -> str:
        """Gives the sha256 of what was read so far."""
        return self._sha.hexdigest()


def is_sealed(path: Path) -> bool:
    """Whether a file is an encrypted backup."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def unpack(
    path: Path, passphrase: bytes, into: Path, wanted: Callable[[str], bool],
    about: Callable[[dict[str, Any]], None] = lambda said: None, progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, Any]:  # fmt: skip
    """Reads a whole archive, checks every hash, and writes the members that are wanted under a directory.

    Takes a function called with about.json before anything else is read (it may raise), and one told the bytes read and there.
    Gives the manifest. Raises Damaged, WrongPassphrase, NotMade where the disk is too small.
    """
    found: dict[str, list[Any]] = {}
    manifest: dict[str, Any] = {}
    total = path.stat().st_size
    try:
        with path.open("rb") as file, _Unpacking(file, passphrase) as tar:
            for member in tar:
                if manifest or member.name in found or not NAME.fullmatch(member.name):
                    raise Damaged
                source = cast(BinaryIO, tar.extractfile(member))
                if member.name in ("about.json", "manifest.json"):
                    content = _small(source, member.size)
                    found[member.name] = [len(content), hashlib.sha256(content).hexdigest()]
                    if member.name == "about.json":
                        about(_object(content))
                    else:
                        manifest = _object(content)
                elif not found:
                    raise Damaged  # about.json comes first
                else:
                    found[member.name] = [member.size, _keep(source, member.size, into / member.name if wanted(member.name) else None)]
                progress(file.tell(), total)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeDecodeError) as error:
        raise Damaged from error
    found.pop("manifest.json", None)
    if not manifest or manifest.get("members") != found:
        raise Damaged
    progress(total, total)
    return manifest


class _Unpacking:
    """The members of an archive, decrypted and decompressed; leaving it, everything to the last byte was read and checked."""

    def __init__(self, file: BinaryIO, passphrase: bytes) -> None:
        self.file, self.passphrase = file, passphrase

    def __enter__(self) -> tarfile.TarFile:
        sealed = self.file.read(len(MAGIC)) == MAGIC
        self.file.seek(0)
        if sealed and not self.passphrase:
            raise WrongPassphrase
        source: Any = io.BufferedReader(Opener(self.file, self.passphrase), PIECE) if sealed else self.file
        self.zip = gzip.GzipFile(fileobj=source, mode="rb")
        self.tar = tarfile.open(fileobj=self.zip, mode="r|", tarinfo=Plain, bufsize=PIECE)
        return self.tar

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        try:
            if kind is None:
                while self.zip.read(PIECE):  # to the end: gzip's own check, and the mark of the last encrypted piece
                    pass
        finally:
            self.tar.close()
            self.zip.close()


def _small(source: BinaryIO, size: int) -> bytes:
    if size > SMALL_LIMIT:
        raise Damaged
    content = source.read(size)
    if len(content) != size:
        raise Damaged
    return content


def _object(content: bytes) -> dict[str, Any]:
    try:
        return read_object(content, SMALL_LIMIT)
    except Unreadable as error:
        raise Damaged from error


def _keep(source: BinaryIO, size: int, path: Path | None) -> str:
    """Writes a member to the disk, where it is wanted. Gives its sha256."""
    hashing, left = Hashing(source), size
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(path.parent).free < size + ROOM:
            from django.utils.translation import gettext as _

            raise NotMade(_("There is not enough room on the disk at %(where)s. Nothing was changed.") % {"where": path.parent})
    with path.open("xb") if path is not None else io.BytesIO() as file:
        while left:
            piece = hashing.read(min(left, PIECE))
            if not piece:
                raise Damaged
            left -= len(piece)
            if path is not None:
                file.write(piece)
    return hashing.hexdigest()
