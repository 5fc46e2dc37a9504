"""What questions and reasons are called, and how shares are read."""

from __future__ import annotations

from django.utils.translation import gettext as _

from huiyin.cases.grounds import GROUNDS
from huiyin.figures.reckoning import Rate
from huiyin.worktime.bounds import whole_in


def question_words(question: str) -> str:
    """Gives what a rate is called."""
    return {"answered": _("Answered, said who asked"), "solved": _("Solved, said who asked"), "satisfied": _("Satisfied, said who asked")}[
        question
    ]


def excluded_words(reason: str) -> str:
    """Gives why lines are not counted."""
    kind, _line, ground = reason.partition("_")
    if kind == "declined" and (number := whole_in(ground, 3)) in GROUNDS:
        return _("Not accepted: %(ground)s") % {"ground": GROUNDS[number][0]}
    return {
        "declined": _("Not accepted"), "split": _("Answered in its parts, which are counted"), "open": _("Waits for its first answer"),
        "not_asked": _("Answered, and nobody has asked them yet"), "no_word": _("Reached, without a word on this question"),
    }.get(reason, reason)  # fmt: skip


def not_reached_words(rate: Rate) -> str:
    """Gives what became of those who were asked and not reached."""
    return _("Not reached (counted as no)") if rate.not_reached_counts else _("Not reached (not counted)")


def percent(share: str) -> str:
    """Gives a share as it is read: "0.8750" is "87.5 %"; a dash for a share of nothing."""
    if not share:
        return "—"
    whole, _dot, part = share.partition(".")
    ten_thousandths = int(whole) * 10_000 + int(part)
    return f"{ten_thousandths // 100}.{ten_thousandths % 100 // 10} %" if ten_thousandths % 100 else f"{ten_thousandths // 100} %"
