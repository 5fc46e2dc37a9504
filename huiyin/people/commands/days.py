"""import days, export days: a year's working days, as a list."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.families import exports, imports
from huiyin.commands.language import gettext as _
from huiyin.commands.start import Stopped, django, need_migrated, note, readable, say


def add(commands: Any) -> None:
    """Makes `import days` and `export days` known. Takes the parser's commands."""
    _add_import(imports(commands))
    _add_export(exports(commands))


def _add_import(family: Any) -> None:
    days_ = family.add(
        "days",
        import_days,
        _("Bring in a year's list of working days (json). All of it or nothing; a list brought again replaces the year's former one."),
        ["huiyin import days 2027.json --check", "huiyin import days 2027.json"],
    )
    days_.add_argument("file", metavar="FILE", help=_("the list; docs/operators/working-days.md says its form"))
    days_.add_argument("--check", action="store_true", help=_("only read it and name every row that cannot be taken"))


def _add_export(family: Any) -> None:
    days_ = family.add(
        "days",
        export_days,
        _("Print a year's list of working days, in the form `huiyin import days` reads."),
        ["huiyin export days 2026 > 2026.json"],
    )
    days_.add_argument("year", metavar="YEAR", type=int, help=_("a year that is known, as 2026"))


def import_days(args: argparse.Namespace) -> int:
    """Brings in a year's working days; names every bad row and then changes nothing."""
    path = readable(args.file)
    django()
    need_migrated()
    from huiyin.people.actions.days import import_days

    listed, written = import_days(path, check=args.check)
    for fault in listed.faults:
        note(str(fault))
    if listed.faults:
        say(_("Nothing was changed. Correct these rows and bring the list again."))
        return 1
    said = {"year": listed.year, "free": len(listed.free), "worked": len(listed.worked)}
    say(_("%(year)d: %(free)d days free, %(worked)d worked to make up.") % said)
    if not written:
        say(_("This was a check; nothing was written.") if args.check else _("All of this was so already."))
    return 0


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
