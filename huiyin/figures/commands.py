"""figures: reckons the published figures anew from the published file, without a database."""

from __future__ import annotations

import argparse
import json
from typing import Any

from huiyin.commands.language import gettext as _
from huiyin.commands.start import Stopped, readable, say

ORDER = 70


def add(commands: Any) -> None:
    """Makes `figures` known. Takes the parser's commands."""
    one = commands.add(
        "figures", figures, _("Reckon the figures of requests anew from the open file (csv or json). Nothing else is needed."),
        ["huiyin figures huiyin-cases-2026-11-29.csv", "huiyin figures huiyin-cases-2026-11-29.json --json"],
    )  # fmt: skip
    one.add_argument("file", metavar="FILE", help=_("the open file, from /figures"))
    one.add_argument("--json", action="store_true", help=_("as /figures.json says them"))
    one.add_argument("--formula", default="", metavar="VERSION", help=_("by another version of the formula (the file's)"))


def _reason(reason: str) -> str:
    """Why lines are not counted, as the page says it; of what was not accepted by which of the six grounds."""
    kind, _line, ground = reason.partition("_")
    if kind == "declined":
        return f"{_('Not accepted')} ({ground})" if ground else _("Not accepted")
    return {
        "split": _("Answered in its parts, which are counted"), "open": _("Waits for its first answer"),
        "not_asked": _("Answered, and nobody has asked them yet"), "no_word": _("Reached, without a word on this question"),
    }.get(reason, reason)  # fmt: skip


def figures(args: argparse.Namespace) -> int:
    """Says them."""
    from huiyin.core.bounded_json import TooLong, read_whole
    from huiyin.figures.formula import FORMULAS, USUAL
    from huiyin.figures.lines import LARGEST, Unreadable, read
    from huiyin.figures.reckoning import as_told, figures_of

    path = readable(args.file)
    try:
        lines, version = read(read_whole(path, LARGEST).decode("utf-8"))
    except TooLong as error:
        raise Stopped(_("This file is too large.")) from error
    except (Unreadable, UnicodeDecodeError) as error:
        raise Stopped(_("This is no open file of requests: %(path)s") % {"path": path}, status=1) from error
    version = args.formula or version or USUAL
    if version not in FORMULAS:
        raise Stopped(_("There is no formula %(version)s here; there are %(known)s.") % {"version": version, "known": ", ".join(FORMULAS)})
    found = figures_of(lines, version)
    if args.json:
        say(json.dumps(as_told(found), ensure_ascii=False))
        return 0
    say(_("%(lines)s requests, formula %(formula)s") % {"lines": found.lines, "formula": found.formula})
    called = {"answered": _("Answered"), "solved": _("Solved"), "satisfied": _("Satisfied")}
    for rate in found.rates:
        told = {"numerator": rate.numerator, "denominator": rate.denominator, "share": rate.share or "—", "missed": rate.not_reached}
        say(f"{called[rate.question]}: " + _("%(numerator)s of %(denominator)s = %(share)s; not reached: %(missed)s") % told)
        for reason, count in rate.excluded.items():
            say(f"    {_reason(reason)}: {count}")
    days = found.days
    told = {"half": "—" if days.half is None else days.half, "nine": "—" if days.nine_tenths is None else days.nine_tenths}
    say(_("Days until half had an answer: %(half)s; until nine in ten had one: %(nine)s.") % told)
    say(_("In time: %(in_time)s of %(timed)s. Open: %(open)s, of them overdue: %(overdue)s.") % {
        "in_time": days.in_time, "timed": days.timed, "open": days.open, "overdue": days.overdue,
    })  # fmt: skip
    return 0
