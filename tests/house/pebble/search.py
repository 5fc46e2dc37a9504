"""What of pebbles can be found: those of a person's groups and posts whose words hold what was typed."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.core.search import Asked, Found, Searchable
from huiyin.people.models import Person
from tests.house.pebble.models import Pebble
from tests.house.pebble.rules import visible_to


def _of_words(person: Person, asked: Asked, limit: int) -> Found:
    pebbles = list(Pebble.objects.filter(visible_to(person), words__contains=asked.words)[:limit])
    return Found(len(pebbles), pebbles)


SEARCHES = (Searchable("pebble", _of_words, "pebble/_search_pebbles.html", 50, heading=_("Pebbles")),)
