"""What other apps add to the pages of people and of administration."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest

from huiyin.core.declarations import Extension, Registry
from huiyin.people.models import Person


@dataclass(frozen=True)
class FirstStep:
    """A step of an office's first hour, `FIRST_STEPS` in an app's `first_steps.py`. `order`: where it stands in the list. `words`: what is
    to be done, `why`: one sentence; `href`: where that person does it; `action`: what the button says; `done`: whether it is done, one
    query; `also`: other ways, (href, words)."""

    name: str
    order: int
    words: Any
    why: Any
    action: Any
    href: Callable[[Person], str]
    done: Callable[[Person], bool]
    also: Callable[[Person], list[tuple[str, Any]]] = lambda person: []


FIRST_STEPS: Registry[FirstStep] = Registry("first_steps", "FIRST_STEPS", FirstStep, lambda one: one.name)


@dataclass(frozen=True)
class Row:
    """A line of the page Me that leads to a page of another app. `value`: a word at its end; `new`: it counts what is unread."""

    href: str
    icon: str
    words: Any
    value: Any = ""
    new: bool = False


@dataclass(frozen=True)
class MeRow(Extension):
    """A line an app adds to the page Me. `row`: gives it for this reader, or None where it is nothing for them."""

    row: Callable[[HttpRequest, Person], Row | None]


ME_ROWS: Registry[MeRow] = Registry("extensions", "EXTENSIONS", MeRow, lambda one: one.name, only=True)


@dataclass(frozen=True)
class ManagePlace(Extension):
    """A page an app adds to the administration. `role`: whose it is (Administrator.Role); `url_name`: its address; `words`: its name."""

    role: str
    url_name: str
    words: Any


MANAGE_PLACES: Registry[ManagePlace] = Registry("extensions", "EXTENSIONS", ManagePlace, lambda one: one.name, only=True)


@dataclass(frozen=True)
class Scope:
    """What a program may be allowed by itself, `SCOPES` in an app's `scopes.py`; a token never does what its person may not.
    `name`: "tasks:read"; `words`: how a person reads it when they make a token."""

    name: str
    words: Any


TOKEN_SCOPES: Registry[Scope] = Registry("scopes", "SCOPES", Scope, lambda one: one.name)


def token_scopes() -> dict[str, Any]:
    """Gives the scopes there are, by name, with their words, in the order of the apps."""
    return {scope.name: scope.words for scope in TOKEN_SCOPES}


@dataclass(frozen=True)
class AlsoSeen(Extension):
    """Whom else somebody may see than the directory says: people of one group see each other. `sees(viewer, numbers)` gives those of
    these people."""

    sees: Callable[[Person, Collection[int]], Collection[int]]


ALSO_SEEN: Registry[AlsoSeen] = Registry("extensions", "EXTENSIONS", AlsoSeen, lambda one: one.name, only=True)


@dataclass(frozen=True)
class KeptFromAudit(Extension):
    """Streams of which an audit administrator reads no entry, because they are about an office this person sits in. `streams`: gives their
    numbers; nothing for who holds no post."""

    streams: Callable[[Person], Collection[int]]


KEPT_FROM_AUDIT: Registry[KeptFromAudit] = Registry("extensions", "EXTENSIONS", KeptFromAudit, lambda one: one.name, only=True)


@dataclass(frozen=True)
class WorkingTimeChange:
    """What changed of working time: the hours of these units (with all below them), or the days from the first to the last."""

    units: tuple[int, ...] = ()
    days: tuple[date, date] | None = None


@dataclass(frozen=True)
class ReckonsWorkingTime(Extension):
    """Who reckons with working time. `changed` is called within the transaction of the change, so that what it does happens with it or
    not at all; what takes long schedules a clock."""

    changed: Callable[[WorkingTimeChange], object]


RECKON_WORKING_TIME: Registry[ReckonsWorkingTime] = Registry(
    "extensions", "EXTENSIONS", ReckonsWorkingTime, lambda one: one.name, only=True
)


@dataclass(frozen=True)
class LeftElsewhere(Extension):
    """What another program may have left for people. `look` is asked once a second where browsers listen and gives the people for whom it
    did; it must be quick."""

    look: Callable[[], Collection[int]]


LEFT_ELSEWHERE: Registry[LeftElsewhere] = Registry("extensions", "EXTENSIONS", LeftElsewhere, lambda one: one.name, only=True)
