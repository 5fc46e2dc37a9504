"""Making a backup: the database first, then every file its rows name. A file lies in the storage before its row is written."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, cast

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin import __version__
from huiyin.backup.archive import FORMAT, Packing
from huiyin.backup.errors import NotMade
from huiyin.core.errors import Refused
from huiyin.db import copies
from huiyin.groups.models import Message
from huiyin.journal.models import Entry, Stream
from huiyin.media.actions import storage
from huiyin.media.extension_points import STORED_FILES
from huiyin.media.models import Upload
from huiyin.people.models import Person

HELD_BYTES = 4 * 1024 * 1024  # of a file from the storage, before it goes to the disk
Progress = Callable[[int, int, str], None]


@dataclass
class Made:
    """What a backup holds. `missing`: files that rows name and the storage lacks (not those erased while it was made)."""

    counts: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    key_id: str = ""
    bytes: int = 0


def key_id(key: str | None = None) -> str:
    """Gives what tells one secret key (the server's, if none is named) from another without telling it."""
    return hashlib.sha256(b"huiyin secret key:" + (key or settings.SECRET_KEY).encode()).hexdigest()[:16]


def make(path: Path, passphrase: bytes = b"", with_key: bool = False, progress: Progress = lambda *told: None) -> Made:
    """Writes a backup. Takes where, a passphrase to encrypt it, whether the secret key goes along, a function told how far it is.

    Half a backup is never left. Raises NotMade.
    """
    if os.path.lexists(path):
        raise NotMade(_("There is already a file at %(path)s; nothing was written over.") % {"path": path})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))  # 0700; beside it, so that the rename stays on one disk
    except OSError as error:
        raise NotMade(_("It cannot be written to %(path)s: %(why)s") % {"path": path, "why": error.strerror or error}) from error
    try:
        half = work / "half"
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            made = _pack(file, work, passphrase, with_key, progress)
            file.flush()
            os.fsync(file.fileno())
        made.bytes = half.stat().st_size
        os.replace(half, path)
        return made
    except OSError as error:
        raise NotMade(_("It cannot be written to %(path)s: %(why)s") % {"path": path, "why": error.strerror or error}) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _pack(file: BinaryIO, work: Path, passphrase: bytes, with_key: bool, progress: Progress) -> Made:
    packing, made, copy = Packing(file, passphrase), Made(key_id=key_id()), work / copies.member()
    about = {
        "format": FORMAT, "version": __version__, "database": copies.kind(), "made_at": timezone.now().isoformat(timespec="seconds"),
        "key": made.key_id,
    }  # fmt: skip
    packing.add_bytes("about.json", json.dumps(about).encode())
    with copies.copied(copy, lambda done, total: progress(done, total, _("database"))) as moment:
        packing.add(copy.name, cast(BinaryIO, _opened(copy)), copy.stat().st_size)
        if moment == "default":  # read from the database itself, not from the copy
            copy.unlink()
        heads = work / "heads.jsonl"
        with heads.open("w") as lines:
            for head in Stream.objects.using(moment).order_by("key").values_list("key", "seq", "head").iterator():
                lines.write(json.dumps(head, ensure_ascii=False) + "\n")
        packing.add(heads.name, cast(BinaryIO, _opened(heads)), heads.stat().st_size)
        if with_key:
            packing.add_bytes("secret_key", settings.SECRET_KEY.encode())
        applied = sorted(MigrationRecorder(connections[moment]).applied_migrations())
        made.counts = {
            name: model.objects.using(moment).count()  # type: ignore[attr-defined]
            for name, model in {"people": Person, "messages": Message, "entries": Entry, "streams": Stream, "uploads": Upload}.items()
        }
        made.counts["files"] = _pack_media(packing, moment, made, progress)
    packing.close({**about, "counts": made.counts, "migrations": applied, "missing": made.missing})
    return made


def _opened(path: Path) -> Any:
    return path.open("rb")


def _pack_media(packing: Packing, moment: str, made: Made, progress: Progress) -> int:
    total, done = Upload.objects.using(moment).count(), 0
    for place, (name, still_there) in enumerate(_named(moment)):
        with tempfile.SpooledTemporaryFile(HELD_BYTES) as held:
            try:
                with storage().open(name) as source:
                    shutil.copyfileobj(source, held)
            except (FileNotFoundError, Refused) as error:
                if isinstance(error, Refused) and error.status == 503:  # the storage is away: that is no whole backup
                    raise NotMade(str(error)) from error
                if still_there():  # erased while the backup was made: then it is right that it is gone
                    made.missing.append(name)
                continue
            size = held.tell()
            held.seek(0)
            packing.add(f"media/{name}", cast(BinaryIO, held), size)
            done += 1
        progress(place + 1, max(total, place + 2), _("photos and files"))
    return done


def _named(moment: str) -> Iterator[tuple[str, Callable[[], bool]]]:
    """Every file that a row names at that moment, and how to ask whether a row names it still."""
    for kept in STORED_FILES:
        for row in kept.rows(moment).order_by("pk").iterator():
            for name in kept.names(row):
                yield name, lambda kept=kept, pk=row.pk: copies.exists_now(kept.rows("default").filter(pk=pk))  # type: ignore[misc]
