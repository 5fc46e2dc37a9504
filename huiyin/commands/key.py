"""key rotate: another key for the server, with everything that lies under the old one."""

from __future__ import annotations

import argparse
import os
import secrets
from pathlib import Path
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.language import ngettext
from huiyin.commands.start import Stopped, django, need_migrated, note, say
from huiyin.environment import key_given

SHORTEST = 32
NEXT = "secret_key.next"  # the new key until everything lies under it; an interrupted change goes on with it


def add(commands: Any) -> None:
    """Makes `key rotate` known. Takes the parser's commands."""
    family = commands.family("key", _("The server's secret key."))
    rotate_ = family.add(
        "rotate",
        rotate,
        _("Change the key: what is sealed under it is sealed anew, everybody signs in again. Stop the server first."),
        ["huiyin key rotate", "huiyin key rotate --old /etc/huiyin/old_key"],
    )
    words = _("a file with the old key, where HUIYIN_SECRET_KEY holds the new one already")
    rotate_.add_argument("--old", metavar="FILE", type=Path, help=words)


def rotate(args: argparse.Namespace) -> int:
    """Changes the key; run again after an interruption it goes on with the same one."""
    django()
    need_migrated()
    from django.conf import settings

    from huiyin.backup.errors import NotMade
    from huiyin.backup.making import key_id
    from huiyin.channels.actions.rotating import reseal
    from huiyin.channels.sealing import Unreadable
    from huiyin.db.copies import need_alone
    from huiyin.hooks.models import Subscription
    from huiyin.people.actions.devices import end_everybody

    try:
        need_alone()
    except NotMade as error:
        raise Stopped(_("Somebody else has the database open. Stop Huiyin (systemctl stop huiyin), then change the key.")) from error
    old, new = _from_environment(args.old) if key_given() else _from_file(args.old, settings.DATA)
    if new == old or len(new) < SHORTEST:
        raise Stopped(_("The new key has to be another one, of %(n)s characters at least.") % {"n": SHORTEST})
    try:
        count = reseal(old, new, key_id(old), key_id(new))
    except Unreadable as error:
        words = _("Something lies sealed under neither of the two keys. Nothing was changed: is the old key the right one?")
        raise Stopped(words) from error
    ended = end_everybody()
    if not key_given():
        _put_in_place(settings.DATA)
    say(ngettext("The key was changed. %(n)s secret was sealed anew.", "The key was changed. %(n)s secrets were sealed anew.", count)
        % {"n": count})  # fmt: skip
    say(_("Signed out: %(n)s devices. Its number was %(was)s and is %(now)s.") % {"n": ended, "was": key_id(old), "now": key_id(new)})
    for one in Subscription.objects.filter(destination__ended_at=None).select_related("group").order_by("group__name", "pk"):
        note(_("%(group)s: the program at %(host)s needs a new secret (Programs, New secret).")
             % {"group": one.group.name, "host": one.address.split("/")[2] if "//" in one.address else one.address})  # fmt: skip
    note(_("Keep the old key with the backups made before."))
    return 0


def _from_environment(old: Path | None) -> tuple[str, str]:
    if old is None:
        raise Stopped(
            _("The key stands in HUIYIN_SECRET_KEY. Put the new one there on all machines, the old one into a file, then say --old FILE.")
        )
    return old.read_text().strip(), key_given()


def _from_file(old: Path | None, data: Path) -> tuple[str, str]:
    if old is not None:
        raise Stopped(_("The key lies in the data directory: leave --old out."))
    draft = data / NEXT
    if not draft.exists():
        with os.fdopen(os.open(data / f".{NEXT}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
            file.flush()
            os.fsync(file.fileno())
        os.rename(data / f".{NEXT}", draft)
    return (data / "secret_key").read_text().strip(), draft.read_text().strip()


def _put_in_place(data: Path) -> None:
    os.replace(data / NEXT, data / "secret_key")
    directory = os.open(data, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
