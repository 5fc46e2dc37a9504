"""Who looks in again: who has the case in hand, by the case's own rule. Whoever asked sees that it is planned, and what was found."""

from __future__ import annotations

from django.db.models import Q

from huiyin.cases.models import Case, State
from huiyin.cases.rules import Speaker, in_office, roles
from huiyin.revisits.models import Revisit

IN_HAND = frozenset({"lead", "desk", "head"})
ANSWERED = (State.ANSWERED, State.SETTLED)


def may_plan(who: Speaker, case: Case) -> bool:
    """Who has it in hand, once it is answered."""
    return case.state in ANSWERED and not case.is_confidential and bool(roles(who, case) & IN_HAND)


def may_record(who: Speaker, revisit: Revisit) -> bool:
    """Who has the case in hand, or holds a post in the unit that answered it."""
    if revisit.done_at is not None or revisit.dropped_at is not None:
        return False
    having = roles(who, revisit.case)
    return bool(having & IN_HAND) or (revisit.unit_id in who.units and bool(having - {"author", "joint", "joiner"}))


def theirs(who: Speaker) -> Q:
    """Narrows open revisits to those of the units a person holds a post in, as far as they see the case."""
    if who.person is None or not who.units:
        return Q(pk__in=())
    seen = Case.objects.filter(in_office(who))
    return Q(unit__in=who.units, case__in=seen, done_at=None, dropped_at=None)
