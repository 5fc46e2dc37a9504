"""Where apps above cases ask something of an answer, and add to a case's page: each declares its own in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker
from huiyin.core.declarations import Extension, Registry
from huiyin.people.models import Person

if TYPE_CHECKING:
    from huiyin.cases.queries.page import CasePage


@dataclass(frozen=True)
class AnswerAsked:
    """An answer that is about to be given. `unit`: for which they speak; `seen_by`: who has read it before; `checked`: whether where
    somebody must have read it, they must have by now."""

    case: Case
    who: Speaker
    unit: int | None
    words: str
    seen_by: Person | None
    checked: bool


@dataclass(frozen=True)
class AnswerRule(Extension):
    """What an app asks of an answer, whatever door it comes by. `require` raises a Refused; it is asked under the case's lock."""

    require: Callable[[AnswerAsked], None]


@dataclass(frozen=True)
class CaseAddition(Extension):
    """Something that stands on a case's page under its head. `find` takes who reads, and the page; it gives what `template` draws as
    `added` (with the page's own context: `case`, `shown`, `key`), or None where there is nothing."""

    template: str
    find: Callable[[Speaker, CasePage], Any]


@dataclass(frozen=True)
class TextMessages(Extension):
    """Whether text messages about cases go out. `state` gives "on", "used_up" where this month has none left, "" where there are none."""

    state: Callable[[], str]


TEXT_MESSAGES: Registry[TextMessages] = Registry("extensions", "EXTENSIONS", TextMessages, lambda one: one.name, only=True)
ANSWER_RULES: Registry[AnswerRule] = Registry("extensions", "EXTENSIONS", AnswerRule, lambda one: one.name, only=True)
CASE_ADDITIONS: Registry[CaseAddition] = Registry("extensions", "EXTENSIONS", CaseAddition, lambda one: one.name, only=True)


def require_of_answer(asked: AnswerAsked) -> None:
    """Asks all apps. Raises what the first of them raises."""
    for one in ANSWER_RULES:
        one.require(asked)


def additions_of(who: Speaker, shown: CasePage) -> list[tuple[str, Any]]:
    """Gives (template, what it draws) of all apps that add something to this page."""
    found = [(one.template, one.find(who, shown)) for one in CASE_ADDITIONS]
    return [(template, added) for template, added in found if added is not None]


def texts_offered() -> str:
    """Gives whether whoever asks may have text messages: "on", "used_up", or ""."""
    return next((one.state() for one in TEXT_MESSAGES), "")
