"""The time limits: one row a limit, with the article it comes from. A deployment may tighten its own; a law's it may not loosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

DAYS, WORKDAYS = "days", "workdays"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit. `of`: what it limits, in words; `begins`: what starts it; `main`: it is the case's own deadline."""

    kind: str
    procedure: str
    article: Any
    count: int
    unit: str
    of: Any
    begins: Any
    main: bool = False


_ROWS = (
    Limit("register", "petition", _("Regulations on Petitions, art. 22"), 15, DAYS, _("to accept it or not"), _("it was registered")),
    Limit("notice", "petition", _("Regulations on Petitions, art. 23"), 15, DAYS, _("to tell you in writing"), _("it was registered")),
    Limit("objection", "petition", _("Regulations on Petitions, art. 23"), 5, WORKDAYS, _("for the unit to object"), _("it was given out")),
    Limit("handle", "petition", _("Regulations on Petitions, art. 34"), 60, DAYS, _("to answer it"), _("it was accepted"), True),
    Limit("extension", "petition", _("Regulations on Petitions, art. 34"), 30, DAYS, _("lawful extension"), _("the time ran out"), True),
    Limit("ask_review", "petition", _("Regulations on Petitions, art. 35"), 30, DAYS, _("for you to ask for a review"),
          _("it was answered")),
    Limit("review", "petition", _("Regulations on Petitions, art. 35"), 30, DAYS, _("to review it"), _("the review was asked for"), True),
    Limit("ask_rereview", "petition", _("Regulations on Petitions, art. 36"), 30, DAYS, _("for you to ask for a second review"),
          _("the review was answered")),
    Limit("rereview", "petition", _("Regulations on Petitions, art. 36"), 30, DAYS, _("to review it a second time"),
          _("the second review was asked for"), True),
    Limit("register", "hotline", _("Fast handling (GB/T 33358-2016)"), 2, WORKDAYS, _("to accept it or not"), _("it was registered")),
    Limit("objection", "hotline", _("Fast handling, local rule"), 2, WORKDAYS, _("for the unit to object"), _("it was given out")),
    Limit("handle", "hotline", _("Fast handling, local rule"), 5, WORKDAYS, _("to answer it"), _("it was accepted"), True),
    Limit("extension", "hotline", _("Fast handling, local rule"), 10, WORKDAYS, _("lawful extension"), _("the time ran out"), True),
    Limit("reopen", "hotline", _("Fast handling, local rule"), 30, DAYS, _("for you to say that it is not solved"), _("it was answered")),
    Limit("again", "hotline", _("Fast handling, local rule"), 5, WORKDAYS, _("to answer it anew"), _("it was opened again"), True),
    Limit("review", "hotline", _("Fast handling, local rule"), 10, WORKDAYS, _("to review it"), _("the review was asked for"), True),
    Limit("rereview", "hotline", _("Fast handling, local rule"), 10, WORKDAYS, _("to review it a second time"),
          _("the second review was asked for"), True),
)  # fmt: skip
LIMITS: dict[tuple[str, str], Limit] = {(row.procedure, row.kind): row for row in _ROWS}
RIGHTS = frozenset({"objection", "reopen", "ask_review", "ask_rereview"})  # in which something may be done, and nothing must
MAIN = frozenset(row.kind for row in _ROWS if row.main)


def limit_of(procedure: str, kind: str) -> Limit | None:
    """Gives the limit of this kind under these rules; None where they have none."""
    return LIMITS.get((procedure, kind))
