"""What tasks add to the one search page: the task whose number was typed."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils import timezone

from huiyin.groups.views.searching import Besides
from huiyin.people.models import Person
from huiyin.tasks.queries.visibility import visible_to

#: № 2026-0412, 2026-412, or 412 for one of this year.
_NUMBER = re.compile(r"\s*(?:№|[Nn][Oo]\.?|[#＃])?\s*(?:([0-9]{4})[-－—])?([0-9]{1,6})\s*")


def by_number(person: Person, words: str) -> list[Besides]:
    """Gives the task of this number, if the words are one and the person may see it. No query for other words."""
    typed = _NUMBER.fullmatch(words[:40])
    if typed is None:
        return []
    number = f"{typed[1] or timezone.localdate().year}-{int(typed[2]):04d}"
    found = visible_to(person).filter(number=number)
    return [Besides(reverse("task", args=[t.pk]), "tasks", t.title, f"№ {t.number} · {t.get_state_display()}") for t in found]
