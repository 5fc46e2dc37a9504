"""The people of the county as whom a visitor may sign in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import get_language

from huiyin.demo.county import load
from huiyin.people.models import Person


@dataclass(frozen=True)
class Door:
    """One of eight people: `person` is theirs in the database, `line` says in the reader's language who they are."""

    slug: str
    person: Person
    line: str


def doors() -> list[Door]:
    """Gives the people a visitor may be, in the county's order; none where the county is not loaded."""
    visitors = load().visitors
    people = {p.name: p for p in Person.objects.filter(phone__in=_phones().values(), locked_at=None, erased_at=None)}
    english = (get_language() or "").startswith("en")
    return [Door(v.slug, people[v.person], v.en if english else v.zh) for v in visitors if v.person in people]


def person_behind(slug: str) -> Person | None:
    """Gives the person of a slug, or None. By the invented phone number: a real person of the same name is nobody's door."""
    phone = _phones().get(next((v.person for v in load().visitors if v.slug == slug), ""))
    return Person.objects.filter(phone=phone, locked_at=None, erased_at=None).first() if phone else None


def _phones() -> dict[str, str]:
    wanted = {v.person for v in load().visitors}
    return {p.name: p.phone for p in load().people if p.name in wanted}
