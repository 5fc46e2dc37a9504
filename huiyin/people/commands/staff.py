"""import staff: units, posts and people from a list."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.families import imports, told
from huiyin.commands.language import gettext as _
from huiyin.commands.progress import Progress
from huiyin.commands.start import django, need_migrated, readable


def add(commands: Any) -> None:
    """Makes `import staff` known. Takes the parser's commands."""
    family = imports(commands)
    staff_ = family.add(
        "staff",
        import_staff,
        _("Bring in a staff list (xlsx or csv, any common encoding). All of it or nothing."),
        ["huiyin import staff list.xlsx --check", "huiyin import staff list.xlsx"],
    )
    staff_.add_argument("file", metavar="FILE", help=_("the list; docs/operators says which columns"))
    staff_.add_argument("--check", action="store_true", help=_("only read it and name every row that cannot be taken"))


def import_staff(args: argparse.Namespace) -> int:
    """Brings in a staff list; names every bad row and then changes nothing."""
    path = readable(args.file)
    django()
    need_migrated()
    from huiyin.people.actions.staff_list import import_staff

    with Progress(_("Reading the list")) as progress:
        result = import_staff(path, check=args.check, progress=progress)
    return told(result)
