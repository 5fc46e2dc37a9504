"""The buttons of a case's page: drawn from the table of moves, each with what it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from huiyin.cases.models import Case, State
from huiyin.core.moves import Move


@dataclass(frozen=True)
class Button:
    """A move as it is offered. `label`: of its words, `field`: their name; `main`: it is next; `asks`: questions."""

    name: str
    words: Any
    label: Any = ""
    says: Any = ""
    needed: bool = False
    files: Any = ""
    main: bool = False
    field: str = "words"
    asks: Sequence[tuple[str, Any]] = ()


#: What is the next thing to do, where it may be done.
NEXT = ("uphold", "approve", "accept", "begin", "answer", "follow_up")


def buttons_of(case: Case, having: set[str], moves: Sequence[Move]) -> list[Button]:
    """Gives the buttons for these moves; what is next, for whose turn it is, stands first and open."""
    names = [move.name for move in moves]
    theirs = "lead" in having or case.state not in (State.DISPATCHED, State.HANDLING, State.REOPENED)
    first = next((name for name in NEXT if name in names), None) if theirs or {"uphold", "approve"} & set(names) else None
    if "dispatch" in names and case.state in (State.ACCEPTED, State.REOPENED) and first == "answer":
        first = "dispatch"
    made = [_button(case, move, move.name == first) for move in moves if move.name not in ("reopen", "review", "reply", "task")]
    return sorted(made, key=lambda one: not one.main)


def _button(case: Case, move: Move, main: bool) -> Button:
    label, says, field, files, asks = _texts(move.name)
    needed = "words" in move.brings or "reason" in move.brings or "parts" in move.brings
    law = move.law if case.is_petition else ""
    return Button(move.name, move.words, label, says or law, needed, files, main, field, asks)


def _texts(name: str) -> tuple[Any, Any, str, Any, Sequence[tuple[str, Any]]]:
    """Label of the words, what it says above, the field's name, label of files, questions."""
    told: dict[str, tuple[Any, Any, str, Any, Sequence[tuple[str, Any]]]] = {
        "accept": (_("A word to whoever asked (may be left empty)"), "", "words", "", ()),
        "decline": (_("The answer: why, and where to turn"), "", "words", "", ()),
        "dispatch": (_("A word to the unit (may be left empty)"), "", "words", "", ()),
        "object": (_("Why it is not yours, and whose it is"), "", "words", "", ()),
        "uphold": (_("Why, and whose it is"), "", "words", "", ()),
        "overrule": (_("Why it stays"), "", "words", "", ()),
        "lift": (_("What the unit did not do; read inside only"),
                 _("The unit above leads from now on; the unit that has it now stays in it and helps. No time limit moves."),
                 "words", "", ()),
        "begin": (_("How it will go on (may be left empty)"), "", "words", "", ()),
        "ask": (_("What you need to know from them"), _("They are told, and answer on their page. The time limits run on."),
                "words", "", ()),
        "answer": (_("The answer: what was asked, what is so, what was done, by which rule, what can be done next"), "", "words",
                   _("Photos or papers, if they help"), ()),
        "extension": (_("Why more time is needed; whoever asked reads it"), "", "reason", "", ()),
        "approve": (_("A word to whoever asked (left empty, they read the reason)"), "", "words", "", ()),
        "refuse": (_("Why the time stands"), "", "words", "", ()),
        "follow_up": ("", _("Call or write to whoever asked. Who was not reached is counted, not left out."), "words", "", (
            ("reached", _("Were they reached?")), ("answered", _("Was it answered?")), ("solved", _("Is it solved?")),
            ("satisfied", _("Are they satisfied?")))),
        "recuse": (_("Why you stay out"), _("From then on you do not see it; others of your unit go on."), "reason", "", ()),
        "split": (_("What each part asks for, a line each"), _("One letter, several concerns: each gets its number and its answer."),
                  "parts", "", ()),
        "note": (_("A word to colleagues"), _("It never leaves the house."), "words", "", ()),
        "publish": ("", "", "words", "", ()),
    }  # fmt: skip
    return told.get(name, ("", "", "words", "", ()))
