"""import-cases: what was asked and answered in a former system."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.language import ngettext
from huiyin.commands.progress import Progress
from huiyin.commands.start import django, need_migrated, note, readable, say


def add(commands: Any) -> None:
    """Makes `import-cases` known. Takes the parser's commands."""
    cases_ = commands.add(
        "import-cases",
        import_cases,
        _("Bring in requests from a former system (csv or jsonl). It can be run again: what is there already is recognised."),
        ["huiyin import-cases requests.csv --check", "huiyin import-cases requests.csv --by 13800001234"],
    )
    cases_.add_argument("file", metavar="FILE", help=_("the requests; docs/operators/cases.md says which columns"))
    cases_.add_argument("--check", action="store_true", help=_("only read it, show what it holds and name every line that cannot be taken"))
    cases_.add_argument("--leave-out", action="store_true", help=_("bring in the rest where lines cannot be taken"))
    cases_.add_argument("--by", default="", metavar="PHONE", help=_("who answers for what is brought in (the system administrator)"))


def import_cases(args: argparse.Namespace) -> int:
    """Shows what a file holds, or brings it in. Gives 1 where lines cannot be taken."""
    path = readable(args.file)
    django()
    need_migrated()
    from huiyin.cases.actions import importing

    with Progress(_("Reading the requests") if args.check else _("Bringing in requests")) as progress:
        if args.check:
            result: Any = importing.preview(path, progress)
        else:
            result = importing.import_cases(path, args.by, args.leave_out, progress)
    if isinstance(result, importing.Brought):
        say(str(result))
        return 0
    for row in result.first:
        say(f"{row.number}  {row.registered_at:%Y-%m-%d %H:%M}  {row.state.label}  {row.title[:40]}")
    for fault in result.refused:
        note(str(fault))
    if result.faults:
        note(ngettext("%(n)s line cannot be taken.", "%(n)s lines cannot be taken.", result.faults) % {"n": result.faults})
    say(str(result) if not (result.faults and args.check) else _("Nothing was changed. Correct these lines and bring the file again."))
    return 1 if result.faults else 0
