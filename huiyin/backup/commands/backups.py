"""backup and restore: everything in one file, and back again."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.progress import Progress
from huiyin.commands.start import Stopped, django, need_migrated, note, readable, say
from huiyin.journal.commands import say_verdict

PASSPHRASE_SHORTEST = 8
PASSPHRASE_LIMIT = 4096


def add(commands: Any) -> None:
    """Makes `backup` and `restore` known. Takes the parser's commands."""
    backup_ = commands.add(
        "backup",
        backup,
        _("Write everything to one file while people go on: words, people, photos, files."),
        ["huiyin backup /backups/huiyin-2026-11-23.tar.gz", "huiyin backup --verify /backups/huiyin-2026-11-23.tar.gz"],
    )
    backup_.add_argument("file", metavar="FILE", help=_("where to write; it must not be there yet"))
    prove = _("write nothing; prove that FILE is a whole backup (exit code 1: it is not)")
    backup_.add_argument("--verify", action="store_true", help=prove)
    backup_.add_argument("--with-key", action="store_true", help=_("also the secret key that signs sessions; then keep FILE like a key"))
    restore_ = commands.add(
        "restore",
        restore,
        _("Put a backup in its place, then prove that it is whole. Stop the server first."),
        ["huiyin restore /backups/huiyin-2026-11-23.tar.gz", "huiyin restore --replace /backups/huiyin-2026-11-23.tar.gz"],
    )
    restore_.add_argument("file", metavar="FILE", help=_("the backup"))
    restore_.add_argument("--replace", action="store_true", help=_("also where people and messages are here already; they go"))
    for parser in (backup_, restore_):
        parser.add_argument("--passphrase-file", metavar="FILE", default="", help=_("encrypted with the first line of this file"))


def backup(args: argparse.Namespace) -> int:
    """Makes a backup, or looks one through."""
    passphrase = _passphrase(args.passphrase_file)
    if args.verify:
        return _look(readable(args.file), passphrase)
    django()
    need_migrated()
    from huiyin.backup.making import make
    from huiyin.people.actions.backups import backup_was_made

    path = Path(args.file)
    with Progress(_("Backing up")) as progress:
        made = make(path.absolute(), passphrase, args.with_key, progress)
    backup_was_made(made.bytes, bool(passphrase), len(made.missing))
    say(_("%(path)s holds everything: %(size)s MB.") % {"path": path, "size": f"{made.bytes / 1e6:,.1f}"})
    say(_counted(made.counts))
    return _missing(made.missing)


def _look(path: Path, passphrase: bytes) -> int:
    django()
    from huiyin.backup.errors import Damaged
    from huiyin.backup.restoring import look

    try:
        with Progress(_("Verifying")) as progress:
            found = look(path.absolute(), passphrase, progress)
    except Damaged as damaged:
        raise Stopped(str(damaged), status=1) from damaged
    say(_("A whole backup, made %(when)s by version %(version)s (%(kind)s).") % _told(found.manifest))
    say(_counted(found.manifest["counts"]))
    return _missing(found.missing)


def restore(args: argparse.Namespace) -> int:
    """Puts a backup in its place and says what it found."""
    path = readable(args.file)
    passphrase = _passphrase(args.passphrase_file)
    django()
    from huiyin.backup.restoring import restore as put_back

    with Progress(_("Restoring")) as progress:
        found = put_back(path.absolute(), passphrase, args.replace, progress)
    say(_("Restored as it was at %(when)s (version %(version)s, %(kind)s).") % _told(found.manifest))
    say(_counted(found.manifest["counts"]))
    if found.migrated:
        say(_("The database was brought to this version: %(n)s steps.") % {"n": found.migrated})
    if found.other_key:
        note(_("The secret key is another one: everybody signs in again, and webhooks need new secrets."))
    if found.verdict is not None and not say_verdict(found.verdict):
        return 1
    return _missing(found.missing)


def _told(manifest: dict[str, Any]) -> dict[str, str]:
    return {"when": manifest["made_at"], "version": manifest["version"], "kind": manifest["database"]}


def _counted(counts: dict[str, int]) -> str:
    words = _("%(people)s people, %(messages)s messages, %(entries)s entries in %(streams)s streams, %(files)s files.")
    return words % {name: f"{count:,}" for name, count in counts.items()}


def _missing(names: list[str]) -> int:
    if not names:
        return 0
    note(_("%(n)s files that messages name are not there or not as they were; the first: %(name)s") % {"n": len(names), "name": names[0]})
    return 1


def _passphrase(name: str) -> bytes:
    if not name:
        return b""
    with readable(name).open("rb") as file:
        words = file.readline(PASSPHRASE_LIMIT).strip()
    if len(words) < PASSPHRASE_SHORTEST:
        raise Stopped(_("The passphrase is too short: at least %(n)s characters.") % {"n": PASSPHRASE_SHORTEST})
    return words
