"""Where apps above cases ask something of an answer, and add to a case's page: each declares its own in `extensions.py`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from huiyin.cases.models import Case, Matter
from huiyin.cases.rules import Speaker
from huiyin.core.declarations import Extension, Registry
from huiyin.media.models import Upload
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
class MatterText:
    """One text for cases of a matter that `who` may answer for this unit, and not alone. `files`: taken already, for each author."""

    matter: Matter
    who: Speaker
    unit: int
    cases: Sequence[Case]
    closing: str
    words: str
    public: bool
    files: Sequence[Upload]


@dataclass(frozen=True)
class HandsIn(Extension):
    """Where somebody else reads an answer before it goes out. `needed` takes a case and the unit that is spoken for; `waiting` gives which
    of these cases an answer waits for already; `keep` keeps a text until it is released. All are asked under the cases' locks."""

    needed: Callable[[Case, int | None], bool]
    waiting: Callable[[Collection[int]], set[int]]
    keep: Callable[[MatterText], Any]


@dataclass(frozen=True)
class OnMatter:
    """What an app adds to a matter's page. `drawn`: what its template draws as `added`, if anything; `begun`: what stands in the form at
    first; `not_alone`: the reader's units in which somebody else reads an answer before it goes out, by name."""

    drawn: Any = None
    begun: Mapping[str, str] = field(default_factory=dict)
    not_alone: Sequence[str] = ()


@dataclass(frozen=True)
class MatterAddition(Extension):
    """Something that stands on the page of a matter above its form. `find` takes who reads, the matter, those of its cases they see, and
    what was asked in the address."""

    template: str
    find: Callable[[Speaker, Matter, Sequence[Case], Mapping[str, str]], OnMatter]


@dataclass(frozen=True)
class TextMessages(Extension):
    """Whether text messages about cases go out. `state` gives "on", "used_up" where this month has none left, "" where there are none."""

    state: Callable[[], str]


TEXT_MESSAGES: Registry[TextMessages] = Registry("extensions", "EXTENSIONS", TextMessages, lambda one: one.name, only=True)
ANSWER_RULES: Registry[AnswerRule] = Registry("extensions", "EXTENSIONS", AnswerRule, lambda one: one.name, only=True)
CASE_ADDITIONS: Registry[CaseAddition] = Registry("extensions", "EXTENSIONS", CaseAddition, lambda one: one.name, only=True)
MATTER_ADDITIONS: Registry[MatterAddition] = Registry("extensions", "EXTENSIONS", MatterAddition, lambda one: one.name, only=True)
HANDS_IN: Registry[HandsIn] = Registry("extensions", "EXTENSIONS", HandsIn, lambda one: one.name, only=True)


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


def additions_of_matter(who: Speaker, matter: Matter, cases: Sequence[Case], asked: Mapping[str, str]) -> list[tuple[str, OnMatter]]:
    """Gives (template, what it adds) of all apps that add something to a matter's page."""
    return [(one.template, one.find(who, matter, cases, asked)) for one in MATTER_ADDITIONS]


def waiting_for_release(cases: Collection[int]) -> set[int]:
    """Gives for which of these cases an answer waits until somebody else has read it."""
    return {pk for one in HANDS_IN for pk in one.waiting(cases)}


def hands_in(case: Case, unit: int | None) -> HandsIn | None:
    """Gives where an answer of this unit to this case waits until somebody else has read it, or None: it goes out at once."""
    return next((one for one in HANDS_IN if one.needed(case, unit)), None)
