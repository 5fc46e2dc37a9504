"""Who may see everything of a household: who has an open matter of theirs in hand, and said today why.

Of accusations and private words nothing stands here, for anybody: whoever may see one learns no more of it by a household, and whoever
may not cannot tell that there is one.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from huiyin.cases.models import Case
from huiyin.cases.queries.looks import looked_today
from huiyin.cases.rules import Speaker, roles

HANDLES = frozenset({"desk", "lead", "helping", "reviewer"})
AFTER = timedelta(days=90)  # so long after it has ended: for the visit after thirty days, and what it brings up


def may_open(who: Speaker, case: Case) -> bool:
    """Who has the case in hand, while it is in hand, and for a while after."""
    if who.person is None or case.is_confidential or not roles(who, case) & HANDLES:
        return False
    return case.ended_at is None or case.ended_at >= timezone.now() - AFTER


def has_looked(who: Speaker, case: Case) -> bool:
    """Whether they said today, for this case, why they look."""
    return looked_today(case, who.person)
