"""What of cases can be found: by number, or by words that stand in them, among those the reader may see."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.cases.queries.listing import found_by_words
from huiyin.cases.rules import speaker_of
from huiyin.core.search import Asked, Found, Searchable
from huiyin.people.models import Person


def _of_words(person: Person, asked: Asked, limit: int) -> Found:
    who = asked.once(speaker_of, person)
    cases = found_by_words(who, asked.words[:100], limit)
    return Found(len(cases), cases)


SEARCHES = (Searchable("case", _of_words, "cases/_search_cases.html", 15, heading=_("Requests")),)
