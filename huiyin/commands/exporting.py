"""Taking out what is inside: a group's conversation as pages or data."""

from __future__ import annotations

import argparse
import os
from datetime import date
from pathlib import Path
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.progress import Progress
from huiyin.commands.start import Stopped, django, need_migrated, say
from huiyin.worktime.bounds import day_in

FORMATS = ("html", "json")


def add(commands: Any) -> None:
    """Makes `export` known. Takes the parser's commands."""
    family = commands.family("export", _("Take out what is inside: a group's conversation, a year's working days."))
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


    days_ = family.add(
        "days",
        export_days,
        _("Print a year's list of working days, in the form `huiyin import days` reads."),
        ["huiyin export days 2026 > 2026.json"],
    )
    days_.add_argument("year", metavar="YEAR", type=int, help=_("a year that is known, as 2026"))


def _day(text: str) -> date:
    day = day_in(text)
    if day is None:
        raise argparse.ArgumentTypeError(_("“%(day)s” is no day; write it as 2026-11-23") % {"day": text})
    return day


def export_days(args: argparse.Namespace) -> int:
    """Prints a year's list of working days."""
    django()
    need_migrated()
    from huiyin.core.errors import NotThere
    from huiyin.people.queries.days import list_of
    from huiyin.people.year_list import write_year_list

    try:
        listed = list_of(args.year)
    except NotThere:
        raise Stopped(_("There is no list of %(year)s yet; it is reckoned by weekends and the holidays of the law.") % vars(args)) from None
    say(write_year_list(listed).rstrip("\n"))
    return 0


def export_group(args: argparse.Namespace) -> int:
    """Writes a group's conversation to a file; half a file is never left."""
    path = Path(args.file)
    if path.exists():
        raise Stopped(_("There is already a file at %(path)s; nothing was written over.") % {"path": path})
    django()
    need_migrated()
    from huiyin.groups.exporting.actions import write_for_operator
    from huiyin.groups.exporting.reading import Wanted
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
