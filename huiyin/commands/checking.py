"""check: what an operator asks the house about its setting up."""

from __future__ import annotations

import argparse
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.start import Stopped, django, note, say


def add(commands: Any) -> None:
    """Makes `check` known. Takes the parser's commands."""
    check_ = commands.add("check", check, _("Look for mistakes in the setting up."), ["huiyin check", "huiyin check --deploy"])
    check_.add_argument("--deploy", action="store_true", help=_("also name what is weak for people to rely on"))


def check(args: argparse.Namespace) -> int:
    """Names mistakes and, with --deploy, weaknesses."""
    try:
        django()
    except Stopped as wrong:
        raise Stopped(str(wrong), status=1) from None
    from django.core import checks

    asked = [one for one in checks.run_checks() if not one.is_silenced() and one.level >= checks.WARNING]
    if grave := [str(one) for one in asked if one.is_serious()]:
        raise Stopped("\n".join(grave), status=1)
    from huiyin.commands.weaknesses import backup_weaknesses, weaknesses

    found = list(weaknesses()) if args.deploy else list(backup_weaknesses())
    lacking = [str(one.msg) for one in asked]  # what this machine does without: nothing fails, so the exit code is that of the rest
    for words in (*found, *lacking):
        note(f"- {words}")
    if not found and not lacking:
        say(_("Nothing to mend."))
    return 1 if found else 0
