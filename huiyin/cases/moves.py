"""What can become of a case: one row a move, with who may make it, what it must bring, and the rule it follows.

Actions, buttons, API, page, documentation and the machine in tests/cases read this table. Roles are those of rules.py.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import State
from huiyin.core.moves import Move, Moves

HANDLED = (State.DISPATCHED, State.HANDLING)
IN_HAND = (State.ACCEPTED, *HANDLED, State.REOPENED)
ALL_OPEN = (State.REGISTERED, *IN_HAND, State.UNDER_REVIEW)
ANSWERED = (State.ANSWERED, State.SETTLED, State.DECLINED)
EVERY = tuple(State)


def _move(name: str, words: Any, sources: tuple[State, ...], to: State | None, who: str, brings: str = "", law: Any = "",
          asks: Any = "", may: str = "") -> Move:  # fmt: skip
    leads = None if to is None else to.value
    return Move(name, tuple(s.value for s in sources), leads, tuple(who.split()), words, tuple(brings.split()), asks, law,
                may_bring=tuple(may.split()))  # fmt: skip


MOVES = Moves(
    "case", State.values, begins=State.REGISTERED, ends=(State.SETTLED, State.DECLINED),
    reopens=("reopen", "review", "publish", "note", "merge", "join", "follow_up"),
    rows=(
        _move("accept", pgettext_lazy("move of a case", "Accept"), (State.REGISTERED,), State.ACCEPTED, "desk addressee",
              may="words", law=_("Regulations on Petitions, art. 22 and 23: within 15 days, and told in writing")),
        _move("decline", pgettext_lazy("move of a case", "Do not accept"), (State.REGISTERED,), State.DECLINED, "desk addressee",
              "ground words",
              law=_("GB/T 33358-2016: one of six grounds, each with its answer")),
        _move("dispatch", pgettext_lazy("move of a case", "Give to a unit"), (*IN_HAND, State.UNDER_REVIEW), State.DISPATCHED,
              "desk reviewer", "lead", may="helping deadline_at words topic",
              law=_("Regulations on Petitions, art. 22; who gets it first answers for it")),
        _move("object", pgettext_lazy("move of a case", "It is not ours"), (State.DISPATCHED,), None, "lead", "words",
              law=_("Regulations on Petitions, art. 23: within 5 working days, with reasons; the clock runs on")),
        _move("uphold", pgettext_lazy("move of a case", "The objection is right"), (State.DISPATCHED, State.HANDLING), State.ACCEPTED,
              "desk", "words"),
        _move("overrule", pgettext_lazy("move of a case", "It stays with them"), (State.DISPATCHED, State.HANDLING), None, "desk", "words"),
        _move("lift", pgettext_lazy("move of a case", "Lift it a level"), (*HANDLED, State.REOPENED), State.DISPATCHED, "desk", "words",
              law=_("State Council Office [2025] 66: what is shirked is lifted a level")),
        _move("begin", pgettext_lazy("move of a case", "Begin"), (State.DISPATCHED, State.REOPENED), State.HANDLING, "lead helping",
              may="words"),
        _move("extension", pgettext_lazy("move of a case", "Ask for more time"), (*IN_HAND,), None, "lead", "until reason",
              law=_("Regulations on Petitions, art. 34: at most 30 days, approved by the unit's head, the person is told why")),
        _move("approve", pgettext_lazy("move of a case", "Approve more time"), (*IN_HAND,), None, "head", may="words",
              law=_("Regulations on Petitions, art. 34")),
        _move("refuse", pgettext_lazy("move of a case", "Do not give more time"), (*IN_HAND,), None, "head", may="words",
              law=_("Regulations on Petitions, art. 34")),
        _move("task", pgettext_lazy("move of a case", "Give out a task for it"), (*IN_HAND,), None, "lead helping desk", "task"),
        _move("ask", pgettext_lazy("move of a case", "Ask them back"), (*IN_HAND,), None, "lead desk addressee", "words"),
        _move("reply", pgettext_lazy("move of a case", "Say what was asked"), (*IN_HAND,), None, "author", "words",
              may="uploads"),
        _move("answer", pgettext_lazy("move of a case", "Answer"), (*IN_HAND, State.UNDER_REVIEW), State.ANSWERED,
              "lead desk reviewer addressee", "closing words", may="uploads public",
              law=_("Regulations on Petitions, art. 32: claim, facts, opinion, legal basis")),
        _move("follow_up", pgettext_lazy("move of a case", "Ask how it was"), (State.ANSWERED, State.SETTLED), None,
              "desk author joint joiner addressee",
              "reached", may="answered solved satisfied", law=_("Fast handling: answered, solved, satisfied are asked of the person")),
        _move("settle", pgettext_lazy("move of a case", "Settle"), (State.ANSWERED,), State.SETTLED, "desk author house addressee"),
        _move("reopen", pgettext_lazy("move of a case", "It is not solved"), (State.ANSWERED, State.SETTLED), State.REOPENED,
              "author", "words", may="uploads", law=_("Fast handling: the person's own word opens it again, within 30 days")),
        _move("review", pgettext_lazy("move of a case", "Ask for a review"), ANSWERED, State.UNDER_REVIEW, "author", "words",
              law=_("Regulations on Petitions, art. 35 and 36: each within 30 days; after the second it is final")),
        _move("recuse", pgettext_lazy("move of a case", "I must stay out"), ALL_OPEN, None, "desk lead helping reviewer", "reason",
              law=_("Regulations on Petitions, art. 28"), asks=_("Stay out of this case? From then on you do not see it.")),
        _move("split", pgettext_lazy("move of a case", "Split"), (State.REGISTERED, *IN_HAND), None, "desk lead", "parts"),
        _move("note", pgettext_lazy("move of a case", "Note for colleagues"), EVERY, None, "desk lead helping reviewer addressee", "words"),
        _move("publish", pgettext_lazy("move of a case", "Let everybody read it"), EVERY, None, "author desk",
              may="consent title text town picture seen answers",
              law=_("Personal Information Protection Law, art. 25: not without separate consent")),
        _move("join", pgettext_lazy("move of a case", "I ask for the same"), (*ALL_OPEN, State.ANSWERED), None, "reader"),
        _move("merge", pgettext_lazy("move of a case", "Hang under a matter"), (*ALL_OPEN, State.ANSWERED), None, "desk lead"),
    ),
)  # fmt: skip
