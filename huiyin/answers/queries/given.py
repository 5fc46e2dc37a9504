"""Answers that were given."""

from __future__ import annotations

from huiyin.cases.models import Answer, Case
from huiyin.core.errors import NotThere

MOST = 1000  # of one case


def answer_of(case: Case, n: int) -> Answer:
    """Gives the nth answer to a case, counted from one, with its unit. Raises NotThere."""
    found = list(Answer.objects.filter(case=case).select_related("unit").order_by("at", "pk")[: max(0, min(n, MOST))])
    if len(found) != n or n < 1:
        raise NotThere
    return found[-1]
