"""Finding people and units by what one remembers of them: a name, its pinyin or initials, a post, a unit, a full number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from huiyin.core.errors import Invalid
from huiyin.language.names import spaced_out
from huiyin.people.models import Person, Unit
from huiyin.people.phones import clean_phone
from huiyin.people.queries import naming
from huiyin.people.queries.shown import posts_shown
from huiyin.people.queries.tree import tree
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
    """Gives who is found by these words, the closest first, of those the viewer may see.

    A phone number finds its owner only when it is whole, and only for officials: nobody can go through numbers by their parts.
    """
    text = " ".join(text.split())[:60]
    if not text:
        return []
    packed = text.replace(" ", "")
    keys = packed.lower()
    parts, hit, sound = naming.holding(packed), Q(), naming.is_sound(keys)
    if len(packed) > 1:
        parts += [naming.called(packed), *([naming.sounding(keys)] if sound else [])]
    else:  # one character stands in so many names that going through all of them is sooner done (measured)
        hit = Q(name__contains=packed) if packed.upper() == keys else Q(name__icontains=packed)
        hit |= Q(name_keys__startswith=keys) | Q(name_keys__contains=f" {keys}") if sound else Q()
    if apart := spaced_out(packed):  # kept so before names were written close
        parts.append(naming.spelled(apart))
    if is_official(viewer) and (phone := _whole_number(text)):
        parts.append(naming.with_number(phone))
    hit |= naming.among(parts)
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


def people_meant(text: str, viewer: Any) -> list[Person]:
    """Gives whom somebody means by a whole telephone number, or by a name, alone or with the post as suggestions write it (name · post);
    by name of those the viewer may see, twenty at most."""
    try:
        return list(Person.objects.filter(phone=clean_phone(text), erased_at=None))
    except Invalid:
        name, _dot, post = text.partition(" · ")
        found = list(visible_to(viewer).filter(name="".join(name.split()))[:20])
    if not post or len(found) < 2:
        return found
    shown = posts_shown([person.pk for person in found])
    return [person for person in found if shown.get(person.pk) == post]


def search_units(text: str, limit: int = 10) -> list[Unit]:
    """Gives open units whose name or short name has these words, in the order of their names' places in the tree."""
    text = "".join(text.split())[:60].lower()
    if not text:
        return []
    known = tree()
    hits = dict.fromkeys(pk for name, pk in known.names if text in name)
    return [known.nodes[pk].unit for pk in list(hits)[:limit]]


def _whole_number(text: str) -> str | None:
    try:
        return clean_phone(text)
    except Invalid:
        return None
