"""Looking through a backup, and putting it back: everything is checked in a place of its own before anything is changed."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from huiyin.backup.archive import FORMAT, is_sealed, unpack
from huiyin.backup.errors import Damaged, NotMade, WrongPassphrase
from huiyin.backup.making import key_id
from huiyin.core.bounded_json import read_lines
from huiyin.db import copies, migration_history
from huiyin.environment import key_given
from huiyin.journal.models import Stream
from huiyin.journal.verifying import Verdict
from huiyin.journal.verifying import verify as verify_journal
from huiyin.media.actions import storage
from huiyin.media.models import Upload
from huiyin.people.models import Person

_HEAD_LIMIT = 10_000  # characters of a stream's line

Progress = Callable[[int, int, str], None]


@dataclass
class Found:
    """What a backup holds, or what a restore came to."""

    manifest: dict[str, Any]
    verdict: Verdict | None = None
    migrated: int = 0
    other_key: bool = False  # sessions, invitations and webhook secrets were signed with a key that is not here
    missing: list[str] = field(default_factory=list)  # files that rows name and that are not there, or not as they were

    @property
    def whole(self) -> bool:
        """Whether no file is missing and no entry of the journal is broken, where it was verified."""
        return not self.missing and (self.verdict is None or self.verdict.broken is None)


def look(path: Path, passphrase: bytes = b"", progress: Progress = lambda *told: None) -> Found:
    """Reads a whole backup and checks every hash and the database in it; changes nothing. Raises Damaged, WrongPassphrase."""
    _need_passphrase(path, passphrase)
    # Beside the file there is room for what is in it; where nothing may be written there (a copy for reading only), where the system says.
    beside = path.parent if os.access(path.parent, os.W_OK | os.X_OK) else None
    with tempfile.TemporaryDirectory(prefix=".huiyin-look-", dir=beside) as work:
        manifest = unpack(
            path, passphrase, Path(work), lambda name: name.startswith("database."), _right_format,
            lambda done, total: progress(done, total, ""),
        )  # fmt: skip
        for copy in Path(work).glob("database.*"):
            copies.check_copy(copy)
        return Found(manifest, missing=list(manifest["missing"]))


def restore(path: Path, passphrase: bytes = b"", replace: bool = False, progress: Progress = lambda *told: None) -> Found:
    """Puts a backup in the place of what is here, then proves it. Takes `replace` where something is here already.

    Raises NotMade, Damaged, WrongPassphrase before anything was changed.
    """
    _need_passphrase(path, passphrase)
    if not copies.is_empty(Person, Stream) and not replace:
        raise NotMade(_("There are people and messages here already. --replace puts the backup in their place; back them up first."))
    copies.need_alone()
    work = Path(tempfile.mkdtemp(prefix=".restore-", dir=settings.DATA))
    try:
        manifest = unpack(path, passphrase, work, lambda name: True, _fits_here, lambda done, total: progress(done, total, _("reading")))
        _known_migrations(manifest)
        copy = work / copies.member()
        copies.check_copy(copy)
        _put_media(work / "media", progress)
        copies.put_back(copy)
        _put_key(work / "secret_key")
        found = Found(manifest, other_key=manifest["key"] != key_id() and not (work / "secret_key").exists())
        _prove(found, work / "heads.jsonl", progress)
        return found
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _need_passphrase(path: Path, passphrase: bytes) -> None:
    if is_sealed(path) and not passphrase:
        raise WrongPassphrase(_("The backup is encrypted: name the file that holds its passphrase (--passphrase-file)."))


def _right_format(about: dict[str, Any]) -> None:
    if about.get("format") != FORMAT:
        raise NotMade(_("The backup was made by a newer Huiyin (%(version)s). Install that version first.") % _version(about))


def _version(about: dict[str, Any]) -> dict[str, str]:
    return {"version": str(about.get("version", "?"))[:40]}


def _fits_here(about: dict[str, Any]) -> None:
    _right_format(about)
    if about.get("database") != copies.kind():
        words = _("The backup is of %(there)s, and here is %(here)s. Set HUIYIN_DATABASE so that they are the same.")
        raise NotMade(words % {"there": str(about.get("database"))[:40], "here": copies.kind()})


def _known_migrations(manifest: dict[str, Any]) -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    there = {(app, name) for app, name in manifest.get("migrations", [])}
    if migration_history.newer(loader, there):
        raise NotMade(_("The backup was made by a newer Huiyin (%(version)s). Install that version first.") % _version(manifest))
    if migration_history.half_taken(loader, there):
        words = _("The backup was made by too early a Huiyin. Go through version %(version)s: install it, restore there, come back.")
        raise NotMade(words % {"version": migration_history.THROUGH})


class _Staged(File):
    """A file that the storage on disk takes by moving it; any other storage reads it."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def _put_media(folder: Path, progress: Progress) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
    for place, path in enumerate(files, 1):
        name = path.relative_to(folder).as_posix()
        with path.open("rb") as source:
            if storage().exists(name):
                storage().delete(name)
            storage().save(name, _Staged(source, str(path)))
        progress(place, len(files), _("photos and files"))


def _put_key(given: Path) -> None:
    """The key that came along takes its place, unless the environment names one."""
    if given.exists() and not key_given():
        os.chmod(given, 0o600)
        shutil.copy2(given, settings.DATA / ".secret_key.restored")
        os.replace(settings.DATA / ".secret_key.restored", settings.DATA / "secret_key")


def _prove(found: Found, heads: Path, progress: Progress) -> None:
    """The restored house against what the backup promised: heads, migrations, the chain, the files."""
    connections.close_all()
    there = {key: [seq, head] for key, seq, head in Stream.objects.values_list("key", "seq", "head")}
    try:
        with heads.open(encoding="utf-8") as lines:
            promised = {str(key): [seq, head] for key, seq, head in read_lines(lines, _HEAD_LIMIT)}
    except (ValueError, TypeError) as error:
        raise Damaged from error
    if there != promised:
        raise Damaged
    from django.core.management import call_command
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    found.migrated = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if found.migrated:
        call_command("migrate", interactive=False, verbosity=0)
    found.verdict = verify_journal(progress=lambda done, total: progress(done, total, _("record")))
    members = found.manifest["members"]
    for upload in Upload.objects.filter(erased_at=None).iterator():
        for variant in upload.variants:
            name = upload.path(variant)
            kept = members.get(f"media/{name}")
            right = kept is not None and (variant != upload.main or kept[1] == upload.digest)
            if not right or not storage().exists(name):
                found.missing.append(name)
