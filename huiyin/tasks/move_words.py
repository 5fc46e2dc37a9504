"""What is said of the moves of moves.py beside their buttons: above their fields, and when they were made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MoveWords:
    """What is said of a move. `opens` its form, where that is behind a line; `label` stands above its words, `files` above its files,
    `moment` above a deadline; what has none is not asked for on a page. `done`: what the page says afterwards."""

    done: Any
    label: Any = ""
    opens: Any = ""
    files: Any = ""
    moment: Any = ""


#: In the order in which a page offers them.
WORDS: dict[str, MoveWords] = {
    "acknowledge": MoveWords(_("Acknowledged. The issuer sees it.")),
    "explain": MoveWords(_("Your explanation is in the record."), _("What happened, and what is being done")),
    "report": MoveWords(
        _("Reported. The ladder waits for the verdict."), _("What was done"), _("Report done"), _("Photos or files, if they help")
    ),
    "progress": MoveWords(
        _("Told. The issuer and the group see it."), _("How it goes"), _("Say how it goes"), _("Photos or files, if they help")
    ),
    "accept": MoveWords(_("Settled. Everybody concerned sees it."), _("A word of thanks (may be left empty)")),
    "send-back": MoveWords(_("Sent back with the new deadline."), _("What is missing"), _("Send it back"), moment=_("New deadline")),
    "grant-time": MoveWords(_("More time given.")),  # what was asked for; another day is given by moving the deadline
    "refuse-time": MoveWords(_("The deadline stands."), _("Why the deadline stands"), _("Do not give it")),
    "pass-on": MoveWords(_("Passed on."), _("A word to it (may be left empty)")),
    "insist": MoveWords(_("It stays with them."), _("Why it stays with them"), _("It stays with them")),
    "ask-for-time": MoveWords(
        _("Asked. Until it is granted the deadline stands."), _("Why more time is needed"), _("Ask for more time"),
        moment=_("Until when"),
    ),
    "decline": MoveWords(
        _("Told to the issuer and your superior. The deadline runs on."), _("Why, and whose it is"), _("It is not mine to do")
    ),
    "move-deadline": MoveWords(_("The deadline is moved."), _("Why it moves"), _("Move the deadline"), moment=_("New deadline")),
    "withdraw": MoveWords(_("Withdrawn. The record stays."), _("Why it is withdrawn"), _("Withdraw the task")),
}  # fmt: skip

REPETITION_WORDS: dict[str, MoveWords] = {
    "pause": MoveWords(_("Paused. Nothing is issued until you resume it.")),
    "resume": MoveWords(_("It goes on with the next day.")),
    "end": MoveWords(_("Ended. What was issued stays.")),
    "change": MoveWords(_("Changed, from the next one on.")),
}


def done_words(name: str, words: dict[str, MoveWords] = WORDS) -> str:
    """Gives what the page says after a move, or nothing."""
    return str(words[name].done) if name in words else ""
