"""What apps say of waiting: how many of their matters wait for a person's word, for the number on the tab *Matters*.

Each app declares its own in `today.py`; whoever shows the number asks all of them and names no noun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from huiyin.core.declarations import Registry, in_order


@dataclass(frozen=True)
class Waiting:
    """Something that waits for people: `count(person)` gives how much of it, remembered by the app for a short while; `forget(people)`
    has it counted anew for these numbers of people, who have been told of something."""

    name: str
    count: Callable[[Any], int]
    forget: Callable[[Iterable[int]], None]


@dataclass(frozen=True)
class Section:
    """A part of the page *today*: what of an app waits for a person, as cards with what can be done. `find(person)` gives what the
    `template` draws as `shown`, or nothing where nothing waits; lower `order` stands higher, tasks stand at 50. `residents`: also on
    the page of those who hold no office."""

    name: str
    order: int
    find: Callable[[Any], Any]
    template: str
    residents: bool = False


_SECTIONS: Registry[Section] = Registry("today", "SECTIONS", Section, attrgetter("name"))


def sections_of(person: Any, *, residents: bool = False) -> list[tuple[Section, Any]]:
    """Gives the sections in which something waits for a person, in order, each with what was found."""
    asked = [(one, one.find(person)) for one in in_order(_SECTIONS) if one.residents or not residents]
    return [(one, found) for one, found in asked if found]


_TODAY: Registry[Waiting] = Registry("today", "TODAY", Waiting, attrgetter("name"))


def waiting_count(person: Any) -> int:
    """Gives how many matters of all apps wait for a person."""
    return sum(one.count(person) for one in _TODAY)


def forget_waiting(people: Iterable[int]) -> None:
    """Forgets the numbers of these people: something happened that may wait for them, or no longer does."""
    told = list(people)
    for one in _TODAY:
        one.forget(told)
