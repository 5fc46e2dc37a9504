"""Who may do what at a reception. That there is one everybody may know; who comes, only those who receive them.

Roles: `clerk` (holds a post in the unit that receives, or in a unit that receives requests, or sits), `holder` (who showed number and
code, or whose account booked it).
"""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from huiyin.cases.rules import Speaker
from huiyin.people.models import Unit
from huiyin.people.rules import is_official
from huiyin.reception.models import Day, DayState, Visit, VisitState


def may_receive(who: Speaker, day: Day) -> bool:
    """Whether somebody works at the desk of a reception day: of its unit, of a unit that receives requests, or in the post that sits."""
    if who.person is None or not is_official(who.person):
        return False
    return day.unit_id in who.units or bool(who.desks) or day.post_id in who.posts


def received_by(who: Speaker) -> Q:
    """Narrows days to those at whose desk somebody works, by the same rule as `may_receive`."""
    if who.person is None or not is_official(who.person):
        return Q(pk__in=())
    return Q() if who.desks else Q(unit__in=who.units) | Q(post__in=who.posts)


def units_for(who: Speaker) -> Q:
    """Narrows units to those for which somebody may announce a day: their own; for who is of a unit that receives requests, all."""
    if who.person is None or not is_official(who.person) or not who.units:
        return Q(pk__in=())
    return Q(closed_at=None) & (Q() if who.desks else Q(pk__in=who.units))


def may_announce(who: Speaker, unit: Unit) -> bool:
    """Whether somebody may announce a day for a unit."""
    return Unit.objects.filter(units_for(who), pk=unit.pk).exists()


def may_give_back(visit: Visit) -> bool:
    """Whether whoever booked may still give the number back: it waits, and the day was not called off."""
    return visit.state == VisitState.WAITING and visit.day.state == DayState.ANNOUNCED


def roles(who: Speaker, visit: Visit, held: Collection[int] = ()) -> set[str]:
    """Gives what somebody is to a visit. `held`: those whose number and code they have shown."""
    found = {"clerk"} if may_receive(who, visit.day) else set()
    mine = who.person is not None and visit.person_id == who.person.pk
    return found | {"holder"} if mine or visit.pk in held else found
