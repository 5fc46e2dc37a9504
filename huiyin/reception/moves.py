"""What can become of somebody in the line: one row a move. Desk, form, API and the tests' machine read this table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.core.moves import Move, Moves
from huiyin.reception.models import VisitState as State

WAITING, CALLED, PASSED = State.WAITING.value, State.CALLED.value, State.PASSED.value
CALLS = 3  # called, and called again twice; then the next has waited long enough

MOVES = Moves(
    "visit", State.values, begins=WAITING, ends=(State.DONE.value, State.PASSED.value, State.CANCELLED.value),
    reopens=("return", "write", "agree", "register"),
    rows=(
        Move("call", (WAITING,), CALLED, ("clerk",), pgettext_lazy("move of a visit", "Call")),
        Move("absent", (CALLED,), WAITING, ("clerk",), pgettext_lazy("move of a visit", "Not here")),
        Move("pass", (CALLED,), PASSED, ("clerk",), pgettext_lazy("move of a visit", "Pass over")),
        Move("return", (PASSED,), WAITING, ("clerk",), pgettext_lazy("move of a visit", "Here after all")),
        Move("write", (CALLED, State.DONE.value), None, ("clerk",), pgettext_lazy("move of a visit", "Take down"), ("words", "summary"),
             law=_("Regulations on Petitions, art. 19: what is said is recorded faithfully"), may_bring=("petitioners",)),
        Move("agree", (CALLED, State.DONE.value), None, ("clerk",), pgettext_lazy("move of a visit", "Read back and agreed"),
             law=_("Regulations on Petitions, art. 19"), may_bring=("shown",)),
        Move("register", (CALLED, State.DONE.value), None, ("clerk",), pgettext_lazy("move of a visit", "Register the request"),
             law=_("Regulations on Petitions, art. 22")),
        Move("done", (CALLED,), State.DONE.value, ("clerk",), pgettext_lazy("move of a visit", "Heard")),
        Move("cancel", (WAITING,), State.CANCELLED.value, ("holder", "clerk"), pgettext_lazy("move of a visit", "Give the number back"),
             asks=_("Give this number back? Somebody else can have the place.")),
    ),
)  # fmt: skip
