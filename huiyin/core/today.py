"""What apps say of waiting: how many of their matters wait for a person's word, for the number on the tab *Matters*, and what of them
stands on the page *today*.

Each app declares its own in `today.py`; whoever shows the number asks all of them and names no noun.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.core.cache import cache

from huiyin.core.declarations import Registry, in_order


@dataclass(frozen=True)
class Waiting:
    """Something that waits for people: `count(person)` gives how much of it, remembered by the app for a short while; `forget(people)`
    has it counted anew for these numbers of people, who have been told of something."""

    name: str
    count: Callable[[Any], int]
    forget: Callable[[Iterable[int]], None]


def _no_mark(_person: int) -> str:
    return ""


def remembered(name: str, seconds: int, count: Callable[[Any], int], mark: Callable[[int], str] = _no_mark) -> Waiting:
    """Gives something that waits whose number is remembered for so many seconds for each person, or until they are told of something:
    every page shows it. `mark(person)` gives what becomes another as soon as they do something that changes their number."""

    def key(person: int) -> str:
        return f"{name}-that-waits:{person}"

    def counted(person: Any) -> int:
        now = mark(person.pk)
        known: tuple[str, int] | None = cache.get(key(person.pk))
        if known is None or known[0] != now:
            known = now, count(person)
            cache.set(key(person.pk), known, seconds)
        return known[1]

    return Waiting(name, counted, lambda people: cache.delete_many([key(person) for person in people]))


@dataclass(frozen=True)
class Figure:
    """A number at the head of the page: what it counts, in words, and where that stands. `more`: there are more than were counted;
    `look`: its colour ("late"); `in_sentence`: the page's first sentence says it as well."""

    href: str
    count: int
    words: Any
    more: bool = False
    look: str = ""
    in_sentence: bool = False


@dataclass(frozen=True)
class Part:
    """A piece of the page: what `template` draws as `shown`, where there is something to draw. Lower `order` stands higher."""

    order: int
    template: str
    there: Callable[[Any], Any] = bool


def _nothing(_found: Any) -> Any:
    return ()


def _no_words(_found: Any) -> str:
    return ""


def _as_it_is(_request: Any, _found: Any) -> None:
    return None


@dataclass(frozen=True)
class Section:
    """What of an app stands on the page *today*: what waits for a person, as cards with what can be done.

    `find(person)` gives what its parts draw, or what is false where nothing waits. Most have one part (`order`, `template`); `also` are
    further ones, drawn from the same. `officials`, `residents`: on whose page. `dress(request, found)` draws beforehand what needs the
    request; `figures`, `sentence`, `lead` say at the head of the page what was found (the first sentence is shown, where it tells of all
    that waits);
    `styles`, `scripts`: static files the parts need.
    """

    name: str
    order: int
    find: Callable[[Any], Any]
    template: str
    residents: bool = False
    officials: bool = True
    there: Callable[[Any], Any] = bool
    also: tuple[Part, ...] = ()
    dress: Callable[[Any, Any], None] = _as_it_is
    figures: Callable[[Any], Iterable[Figure]] = _nothing
    sentence: Callable[[Any], str] = _no_words
    lead: Callable[[Any], str] = _no_words
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()

    @property
    def parts(self) -> tuple[Part, ...]:
        """All its pieces."""
        return (Part(self.order, self.template, self.there), *self.also)


_SECTIONS: Registry[Section] = Registry("today", "SECTIONS", Section, attrgetter("name"))


def sections_of(person: Any, *, residents: bool = False) -> list[tuple[Section, Any]]:
    """Gives the sections in which something waits for a person, in order, each with what was found: those of an official's page, or of
    a resident's."""
    asked = [(one, one.find(person)) for one in in_order(_SECTIONS) if (one.residents if residents else one.officials)]
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
