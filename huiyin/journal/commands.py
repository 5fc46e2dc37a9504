"""journal verify: what an auditor asks of the record."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from huiyin.commands.language import gettext as _
from huiyin.commands.progress import Progress
from huiyin.commands.start import django, need_migrated, note, say

if TYPE_CHECKING:
    from huiyin.journal.verifying import Verdict

ORDER = 40


def add(commands: Any) -> None:
    """Makes `journal verify` known. Takes the parser's commands."""
    family = commands.family("journal", _("The record of all that happened."))
    family.add(
        "verify",
        verify,
        _("Prove that nothing in the record was changed; name the first entry that was (exit code 1)."),
        ["huiyin journal verify"],
    )


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
