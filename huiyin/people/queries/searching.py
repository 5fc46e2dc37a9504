"""Finding people and units by what one remembers of them: a name, its pinyin or initials, a post, a unit, a full number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from huiyin.journal.errors import Invalid
from huiyin.people.models import Holding, Person, Unit
from huiyin.people.phones import clean_phone
from huiyin.people.queries.holders import runs_on
from huiyin.people.queries.shown import posts_shown
from huiyin.people.rules import is_official, is_signed_in


@dataclass(frozen=True)
class Found:
    """A person with the post shown beside the name ("" for none)."""

    person: Person
    post: str


def visible_to(viewer: Any) -> QuerySet[Person]:
    """Gives the persons whom this viewer may find: the rule `may_see_person` as a query, without those known from a group."""
    if not is_signed_in(viewer):
        return Person.objects.none()
    seen = Q(kind=Person.Kind.OFFICIAL) | Q(pk=viewer.pk) | Q(is_minor=True, guardian=viewer)
    if is_official(viewer):
        seen |= Q(is_minor=False)
    return Person.objects.filter(seen, erased_at=None)


def search_people(text: str, viewer: Any, limit: int = 30) -> list[Found]:
    """Gives who is found by these words, the closest first, of those the viewer may see. Two queries.

    A phone number finds its owner only when it is whole, and only for officials: nobody can go through numbers by their parts.
    """
    text = " ".join(text.split())[:60]
    if not text:
        return []
    packed = text.replace(" ", "")
    keys = packed.lower()
    # Chinese has no small letters: PostgreSQL need not fold a city's names to compare them.
    contains = "contains" if packed.upper() == keys else "icontains"
    held = (
        Holding.objects.filter(runs_on(timezone.localdate()), post__closed_at=None)
        .annotate(
            full=Concat("post__unit__name", "post__title"), short=Concat("post__unit__short_name", "post__title")
        )
        .filter(Q(**{f"full__{contains}": packed}) | Q(**{f"short__{contains}": packed}))
    )
    hit = Q(**{f"name__{contains}": packed}) | Q(pk__in=held.values("person"))
    if keys.isascii() and keys.isalpha():
        hit |= Q(name_keys__startswith=keys) | Q(name_keys__contains=f" {keys}")
    if is_official(viewer) and (phone := _whole_number(text)):
        hit |= Q(phone=phone)
    closeness = Case(
        When(name=packed, then=Value(0)),
        When(name__startswith=packed, then=Value(1)),
        When(kind=Person.Kind.OFFICIAL, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    people = list(visible_to(viewer).filter(hit).order_by(closeness, "name_keys", "pk")[:limit])
    shown = posts_shown(p.pk for p in people)
    return [Found(person, shown.get(person.pk, "")) for person in people]


def search_units(text: str, limit: int = 10) -> list[Unit]:
    """Gives open units whose name or short name has these words."""
    text = "".join(text.split())[:60]
    if not text:
        return []
    hit = Q(name__icontains=text) | Q(short_name__icontains=text)
    return list(Unit.objects.filter(hit, closed_at=None).select_related("parent")[:limit])


def _whole_number(text: str) -> str | None:
    try:
        return clean_phone(text)
    except Invalid:
        return None
