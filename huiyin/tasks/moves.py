"""What can become of a task and of what repeats: one row a move, with who may make it and what comes with it.

Actions, pages, API and the machine in tests/tasks/test_lifecycle.py read these tables. Roles are the parts of participation.Part: `issuer`,
`lead`, `helper`, `nearest` (stands right above the lead), `told` (as a rung of its ladder). The words are those of the button; what else is
said of a move stands in move_words.py.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.core.moves import Move, Moves
from huiyin.tasks.models import ENDED, IN_HAND, OPEN, RepetitionState, State


def _move(name: str, words: Any, sources: tuple[str, ...], to: str | None, who: str, brings: str = "", may_bring: str = "",
          asks: Any = "", under: str = "") -> Move:  # fmt: skip
    """A row whose states are an enum's. Where it leads to the state it is made in, it stays."""
    states = tuple(str(state) for state in sources)
    leads = None if to is None else str(to)
    return Move(name, tuple(state for state in states if state != leads), leads, tuple(who.split()), words, tuple(brings.split()), asks,
                may_bring=tuple(may_bring.split()), stays=(leads,) if leads in states else (), under=under)  # fmt: skip


MOVES = Moves(
    "task", State.values, begins=State.ISSUED, ends=tuple(state.value for state in ENDED), reopens=("explain",),
    rows=(
        # The lead's word moves it; who helps, or comes to it later, says that they know and moves nothing.
        Move("acknowledge", (State.ISSUED.value,), State.ACKNOWLEDGED.value, ("lead", "helper"), _("Acknowledge"),
             stays=tuple(state.value for state in OPEN if state != State.ISSUED)),
        _move("progress", _("Say it"), IN_HAND, State.UNDERWAY, "lead helper", may_bring="words uploads key"),
        _move("report", _("Report done"), IN_HAND, State.REPORTED, "lead", "words", "uploads key"),
        _move("accept", _("Accept and settle"), (State.REPORTED,), State.SETTLED, "issuer", may_bring="words", under="judge"),
        _move("send-back", _("Send back"), (State.REPORTED,), State.RETURNED, "issuer", "words", "deadline", under="judge"),
        _move("decline", _("Decline"), (State.ISSUED, State.ACKNOWLEDGED), State.DECLINED, "lead", "words"),
        _move("pass-on", _("Pass it on"), (State.DECLINED,), State.ISSUED, "issuer nearest", "lead", "words"),
        _move("insist", _("It stays with them"), (State.DECLINED,), State.ISSUED, "issuer", "words"),
        _move("withdraw", _("Withdraw"), OPEN, State.WITHDRAWN, "issuer", "words", asks=_("This cannot be undone; the record stays.")),
        _move("ask-for-time", _("Ask for more time"), IN_HAND, None, "lead", "words until"),
        _move("grant-time", _("Give time until %(at)s"), OPEN, None, "issuer", "extension", "until words", under="give-time"),
        _move("refuse-time", _("The deadline stands"), OPEN, None, "issuer", "extension words", under="give-time"),
        _move("move-deadline", _("Move the deadline"), (*IN_HAND, State.DECLINED), None, "issuer", "deadline words"),
        _move("explain", _("Explain"), tuple(State), None, "told", "rung words"),
    ),
)  # fmt: skip

#: Resuming also takes back an ending: what was ended by mistake goes on.
REPETITION_MOVES = Moves(
    "repetition", RepetitionState.values, begins=RepetitionState.RUNNING, ends=(RepetitionState.ENDED.value,), reopens=("resume",),
    rows=(
        _move("pause", _("Pause"), (RepetitionState.RUNNING,), RepetitionState.PAUSED, "issuer"),
        _move("resume", _("Resume"), (RepetitionState.PAUSED, RepetitionState.ENDED), RepetitionState.RUNNING, "issuer"),
        _move("end", _("End the repeating"), (RepetitionState.RUNNING, RepetitionState.PAUSED), RepetitionState.ENDED, "issuer"),
        _move("change", _("Change it"), (RepetitionState.RUNNING, RepetitionState.PAUSED), None, "issuer", "change"),
    ),
)  # fmt: skip
