"""What of answers waits for a person's word: those another wrote, to one request or to many like ones, which they may release."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from huiyin.answers.models import Draft, MatterDraft
from huiyin.answers.queries.waiting import texts_to_release, to_release
from huiyin.cases.rules import speaker_of
from huiyin.core.today import Section, Waiting
from huiyin.people.models import Person

SHOWN, MOST = 20, 100


class ToRelease(NamedTuple):
    """What waits: answers to one request each, and texts for many."""

    answers: list[Draft]
    texts: list[MatterDraft]


def _count(person: Person) -> int:
    if person.kind != Person.Kind.OFFICIAL or not _any():
        return 0
    who = speaker_of(person)
    return sum(waiting.order_by()[:MOST].count() for waiting in (to_release(who), texts_to_release(who)))


def _any() -> bool:
    """Most houses have set no second pair of eyes anywhere: then it costs two quick questions."""
    waiting = Draft.State.WAITING
    return Draft.objects.filter(state=waiting).exists() or MatterDraft.objects.filter(state=waiting).exists()


def _forget(_people: Iterable[int]) -> None:
    """Nothing is remembered."""


def _found(person: Person) -> ToRelease | None:
    if person.kind != Person.Kind.OFFICIAL or not _any():
        return None
    who = speaker_of(person)
    found = ToRelease(list(to_release(who)[:SHOWN]), list(texts_to_release(who)[:SHOWN]))
    return found if any(found) else None


TODAY = (Waiting("answer", _count, _forget),)
SECTIONS = (Section("answers", 54, _found, "answers/_today.html"),)
