"""What of cases waits for a person's word: new ones at the desk, those their unit has in hand, decisions that are theirs."""

from __future__ import annotations

from huiyin.cases.models import Case
from huiyin.cases.queries.waiting import waiting
from huiyin.cases.rules import speaker_of
from huiyin.core.today import Section, remembered
from huiyin.people.models import Person

MOST = 100
SHOWN = 20


def _count(person: Person) -> int:
    return waiting(speaker_of(person)).order_by()[:MOST].count() if person.kind == Person.Kind.OFFICIAL else 0


def _found(person: Person) -> list[Case]:
    """The cases themselves, the first due first."""
    return list(waiting(speaker_of(person))[:SHOWN]) if person.kind == Person.Kind.OFFICIAL else []


TODAY = (remembered("case", 30, _count),)
SECTIONS = (Section("cases", 55, _found, "cases/_today.html"),)
