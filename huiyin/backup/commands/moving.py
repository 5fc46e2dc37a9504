"""move-to-postgresql: from SQLite in HUIYIN_DATA to the PostgreSQL of HUIYIN_DATABASE."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.progress import Progress
from huiyin.commands.start import Stopped, django, note, pending_migrations, prepare, readable, say
from huiyin.journal.commands import say_verdict


def add(commands: Any) -> None:
    """Makes `move-to-postgresql` known. Takes the parser's commands."""
    move_ = commands.add(
        "move-to-postgresql",
        move,
        _("Copy everything from SQLite to the PostgreSQL in HUIYIN_DATABASE, then prove it. Stop the server first."),
        ["huiyin move-to-postgresql"],
    )
    move_.add_argument("--from", dest="source", metavar="FILE", default="", help=_("the SQLite (huiyin.sqlite3 in HUIYIN_DATA)"))


def move(args: argparse.Namespace) -> int:
    """Moves, tells how far it is, proves the record."""
    django()
    from django.conf import settings

    from huiyin.db.which import one_writer

    source = readable(args.source or str(settings.DATA / "huiyin.sqlite3")).absolute()
    if one_writer():
        raise Stopped(_("HUIYIN_DATABASE names no PostgreSQL: put its address there first."))
    if pending := pending_migrations():
        prepare(pending)
    from huiyin.backup.moving import move as move_all

    with Progress(_("Moving")) as progress:
        moved = move_all(source, progress)
    if moved.verdict.broken:
        say_verdict(moved.verdict)
        return 1
    rows = {"rows": f"{sum(moved.rows.values()):,}", "tables": len(moved.rows)}
    say(_("Moved: %(rows)s rows of %(tables)s tables, as many as before, every stream at the same head.") % rows)
    say_verdict(moved.verdict)
    note(_("SQLite at %(where)s was only read. Keep it until you trust the new one, then remove it.") % {"where": source})
    return 0
