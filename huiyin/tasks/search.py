"""What of tasks can be found: the task whose number was typed."""

from __future__ import annotations

import re

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.search import Asked, Found, Searchable
from huiyin.people.models import Person
from huiyin.tasks.queries.visibility import visible_to

#: № 2026-0412, 2026-412, or 412 for one of this year.
_NUMBER = re.compile(r"\s*(?:№|[Nn][Oo]\.?|[#＃])?\s*(?:([0-9]{4})[-－—])?([0-9]{1,6})\s*")


def _of_number(person: Person, asked: Asked, limit: int) -> Found:
    """The task of this number, if the words are one and the person may see it."""
    typed = _NUMBER.fullmatch(asked.words[:40])
    if typed is None:
        return Found(0)
    number = f"{typed[1] or timezone.localdate().year}-{int(typed[2]):04d}"
    tasks = list(visible_to(person).filter(number=number)[:limit])
    return Found(len(tasks), tasks)


SEARCHES = (Searchable("task", _of_number, "tasks/_search_tasks.html", 10, heading=_("Of this number")),)
