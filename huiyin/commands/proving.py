"""journal verify and check: what an operator or an auditor asks the house about itself."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from huiyin.commands.language import gettext as _
from huiyin.commands.progress import Progress
from huiyin.commands.start import Stopped, django, need_migrated, note, say

if TYPE_CHECKING:
    from huiyin.journal.verifying import Verdict


def add(commands: Any) -> None:
    """Makes `journal verify` and `check` known. Takes the parser's commands."""
    family = commands.family("journal", _("The record of all that happened."))
    family.add(
        "verify",
        verify,
        _("Prove that nothing in the record was changed; name the first entry that was (exit code 1)."),
        ["huiyin journal verify"],
    )
    check_ = commands.add("check", check, _("Look for mistakes in the setting up."), ["huiyin check", "huiyin check --deploy"])
    check_.add_argument("--deploy", action="store_true", help=_("also name what is weak for people to rely on"))


def verify(args: argparse.Namespace) -> int:
    """Walks the whole journal."""
    django()
    need_migrated()
    from huiyin.journal.verifying import verify as verify_journal

    with Progress(_("Verifying")) as progress:
        verdict = verify_journal(progress=progress)
    return 0 if say_verdict(verdict) else 1


def say_verdict(verdict: Verdict) -> bool:
    """Says what the proof of the record came to. Gives whether it holds."""
    if verdict.broken:
        broken = {"stream": verdict.broken.stream, "seq": verdict.broken.seq, "why": verdict.broken.why}
        note(_("The record was changed. First broken: stream %(stream)s, entry %(seq)s: %(why)s.") % broken)
        return False
    counted = {"entries": verdict.entries, "streams": verdict.streams, "erased": verdict.erased}
    say(_("The record holds: %(entries)s entries in %(streams)s streams; the words of %(erased)s were erased by rule.") % counted)
    return True


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
