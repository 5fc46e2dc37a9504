"""What of people can be found: whoever is called so, as far as one may see them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.core.search import Asked, Found, Searchable
from huiyin.people.models import Person
from huiyin.people.queries import search_people


def _called(person: Person, asked: Asked, limit: int) -> Found:
    people = search_people(asked.words, person, limit=limit)
    return Found(len(people), people)


SEARCHES = (Searchable("person", _called, "people/_search_people.html", 30, heading=_("Groups and people")),)
