"""What of receptions can be found: days to come, by their unit, place, who sits and what they are about. Who came is not found."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.search import Asked, Found, Searchable
from huiyin.people.models import Person
from huiyin.reception.queries import days_ahead, shown


def _days(person: Person, asked: Asked, limit: int) -> Found:
    words = asked.words.strip()[:60]
    if not words:
        return Found(0, [])
    there = Q(unit__name__contains=words) | Q(place__contains=words) | Q(sits__contains=words) | Q(about__contains=words)
    found = shown(days_ahead(timezone.now()).filter(there | Q(post__title__contains=words))[:limit])
    return Found(len(found), found)


SEARCHES = (Searchable("reception", _days, "reception/_search_days.html", 62, heading=_("Reception days")),)
