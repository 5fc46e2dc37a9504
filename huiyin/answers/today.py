"""What of answers waits for a person's word: those another wrote, which they may release."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.answers.models import Draft
from huiyin.answers.queries.waiting import to_release
from huiyin.cases.rules import speaker_of
from huiyin.core.today import Section, Waiting
from huiyin.people.models import Person

SHOWN, MOST = 20, 100


def _count(person: Person) -> int:
    return to_release(speaker_of(person)).order_by()[:MOST].count() if person.kind == Person.Kind.OFFICIAL and _any() else 0


def _any() -> bool:
    """Most houses have set no second pair of eyes anywhere: then it costs one quick question."""
    return Draft.objects.filter(state=Draft.State.WAITING).exists()


def _forget(_people: Iterable[int]) -> None:
    """Nothing is remembered."""


def _found(person: Person) -> list[Draft]:
    return list(to_release(speaker_of(person))[:SHOWN]) if person.kind == Person.Kind.OFFICIAL and _any() else []


TODAY = (Waiting("answer", _count, _forget),)
SECTIONS = (Section("answers", 54, _found, "answers/_today.html"),)
