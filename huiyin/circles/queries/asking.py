"""Whom an official has met: in groups both are in, at the desk."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from huiyin.cases.models import Case, Series
from huiyin.cases.rules import in_office, speaker_of
from huiyin.circles.models import Code
from huiyin.groups.models import Member
from huiyin.people.models import Person


def _residents() -> QuerySet[Person]:
    return Person.objects.filter(is_minor=False, locked_at=None, erased_at=None).exclude(kind=Person.Kind.OFFICIAL)


def met_in_groups(by: Person) -> QuerySet[Person]:
    """Gives the residents in groups this person is in."""
    mine = Member.objects.filter(person=by, left_at=None, group__archived_at=None).values("group")
    both = Member.objects.filter(person=OuterRef("pk"), left_at=None, group__in=mine)
    return _residents().filter(Exists(both)).order_by("name", "pk")


def met_at_desk(by: Person) -> QuerySet[Person]:
    """Gives the residents whose cases this person has in hand; whoever sent a sealed accusation is not shown by it."""
    cases = Case.objects.filter(in_office(speaker_of(by)), series=Series.PUBLIC, author=OuterRef("pk"))
    return _residents().filter(Exists(cases)).order_by("name", "pk")


def named(people: QuerySet[Person], words: str) -> QuerySet[Person]:
    """Narrows people by name or pinyin."""
    words = words.strip()[:40]
    return people.filter(Q(name__icontains=words) | Q(name_keys__icontains=words.lower())) if words else people


def code_made(by: Person, pk: int) -> Code | None:
    """Gives a code that somebody made to be shown, or None."""
    return Code.objects.filter(pk=pk, by=by).first()
