"""Who sits today, and how many wait there: for those who work at the desk of a reception, or sit."""

from __future__ import annotations

from huiyin.cases.rules import speaker_of
from huiyin.core.today import Section
from huiyin.people.models import Person
from huiyin.reception.queries import ShownDay, sits_today


def _found(person: Person) -> list[ShownDay]:
    return sits_today(speaker_of(person)) if person.kind == Person.Kind.OFFICIAL else []


SECTIONS = (Section("reception", 45, _found, "reception/_today.html"),)
