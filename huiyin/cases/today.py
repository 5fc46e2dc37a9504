"""What of cases waits for a person's word: new ones at the desk, those their unit has in hand, decisions that are theirs."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.cache import cache

from huiyin.cases.models import Case
from huiyin.cases.queries.waiting import waiting
from huiyin.cases.rules import speaker_of
from huiyin.core.today import Section, Waiting
from huiyin.people.models import Person

KEPT_SECONDS = 30
MOST = 100
SHOWN = 20


def _count(person: Person) -> int:
    if person.kind != Person.Kind.OFFICIAL:
        return 0
    known: int | None = cache.get(_key(person.pk))
    if known is None:
        known = waiting(speaker_of(person)).order_by()[:MOST].count()
        cache.set(_key(person.pk), known, KEPT_SECONDS)
    return known


def _forget(people: Iterable[int]) -> None:
    cache.delete_many([_key(person) for person in people])


def _key(person: int) -> str:
    return f"cases-that-wait:{person}"


def _found(person: Person) -> list[Case]:
    """The cases themselves, the first due first."""
    return list(waiting(speaker_of(person))[:SHOWN]) if person.kind == Person.Kind.OFFICIAL else []


TODAY = (Waiting("case", _count, _forget),)
SECTIONS = (Section("cases", 55, _found, "cases/_today.html"),)
