"""What of circles can be found: those in one's own circle, by name, where they were met, or a note of a visit."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huiyin.circles.models import Circle, Tie
from huiyin.circles.rules import kept_by
from huiyin.core.search import Asked, Found, Searchable
from huiyin.people.models import Person


def _mine(person: Person, asked: Asked, limit: int) -> Found:
    words = asked.words.strip()[:60]
    if not words or person.kind != Person.Kind.OFFICIAL:
        return Found(0, [])
    said = Q(person__name__icontains=words) | Q(met__icontains=words)
    said |= Q(visits__words__icontains=words) | Q(visits__promise__icontains=words)
    ties = Tie.objects.filter(said, state=Tie.State.IN, circle__in=Circle.objects.filter(kept_by(person)))
    found = list(ties.select_related("person").distinct().order_by("-since", "-pk")[:limit])
    return Found(len(found), found)


SEARCHES = (Searchable("circle", _mine, "circles/_search_circle.html", 45, heading=_("My circle")),)
