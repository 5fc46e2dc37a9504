"""import messages, export group: a group's history, and its conversation as pages or data."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path
from typing import Any

from huiyin.commands.families import exports, imports, told
from huiyin.commands.language import gettext as _
from huiyin.commands.progress import Progress
from huiyin.commands.start import Stopped, django, need_migrated, readable, say
from huiyin.worktime.bounds import day_in

ORDER = 30
KINDS = ("work", "listening", "notice")
FORMATS = ("html", "json")


def add(commands: Any) -> None:
    """Makes `import messages` and `export group` known. Takes the parser's commands."""
    _add_import(imports(commands))
    _add_export(exports(commands))


def _add_import(family: Any) -> None:
    messages_ = family.add(
        "messages",
        import_messages,
        _("Bring in a group's history (csv, xlsx or json). It can be run again: what is there already is recognised."),
        ["huiyin import messages history.csv", "huiyin import messages history.json --group 街坊群 --owner 13800001234"],
    )
    messages_.add_argument("file", metavar="FILE", help=_("the history; docs/operators says which columns"))
    messages_.add_argument("--group", default="", help=_("the name of the group it goes into (the file's name)"))
    messages_.add_argument("--owner", default="", metavar="PHONE", help=_("who will own a new group (the system administrator)"))
    messages_.add_argument("--kind", choices=KINDS, default="listening", help=_("the kind of a new group (listening)"))


def _add_export(family: Any) -> None:
    group_ = family.add(
        "group",
        export_group,
        _("Write a group's conversation to a file: pages with pictures (zip), or data (json)."),
        ["huiyin export group 12 街坊群.zip", "huiyin export group 12 --format json --since 2026-01-01 history.json"],
    )
    group_.add_argument("group", metavar="ID", type=int, help=_("the group's number, as in its address"))
    group_.add_argument("file", metavar="FILE", help=_("where to write; it must not be there yet"))
    group_.add_argument("--format", choices=FORMATS, default="html", help=_("html: a zip of pages (as it is); json: data"))
    group_.add_argument("--since", type=_day, metavar="DAY", help=_("the first day, as 2026-11-23"))
    group_.add_argument("--until", type=_day, metavar="DAY", help=_("the last day"))


def import_messages(args: argparse.Namespace) -> int:
    """Brings in a group's history."""
    path = readable(args.file)
    django()
    need_migrated()
    from huiyin.groups.importing import import_messages

    with Progress(_("Bringing in messages")) as progress:
        result = import_messages(path, group=args.group, owner=args.owner, kind=args.kind, progress=progress)
    return told(result)


def export_group(args: argparse.Namespace) -> int:
    """Writes a group's conversation to a file; half a file is never left."""
    path = Path(args.file)
    if path.exists():
        raise Stopped(_("There is already a file at %(path)s; nothing was written over.") % {"path": path})
    django()
    need_migrated()
    from huiyin.groups.exporting.actions import write_for_operator
    from huiyin.groups.exporting.selection import Wanted
    from huiyin.groups.models import Group

    group = Group.objects.filter(pk=args.group).first()
    if group is None:
        raise Stopped(_("There is no group of number %(id)s.") % {"id": args.group})
    half = path.with_name(path.name + ".part")
    try:
        with Progress(_("Exporting")) as progress, half.open("wb") as file:
            written = write_for_operator(Wanted(group, args.since, args.until), args.format, file, progress)
        os.replace(half, path)
    except OSError as error:
        raise Stopped(_("It cannot be written to %(path)s: %(why)s") % {"path": path, "why": error.strerror or error}) from error
    finally:
        half.unlink(missing_ok=True)
    say(_("%(n)s messages of “%(group)s” are in %(path)s.") % {"n": written, "group": group.name, "path": path})
    return 0


def _day(text: str) -> date:
    day = day_in(text)
    if day is None:
        raise argparse.ArgumentTypeError(_("“%(day)s” is no day; write it as 2026-11-23") % {"day": text})
    return day
