"""Who may announce what is to come, and who looks at the whole. Deny unless one says yes.

Whoever holds a post *answers for* a region: of a county, town or village their unit's and all below; of a bureau the region whose bureau
it is. A producer announces at home, under their own name; names and amounts of producers are for those who answer for the region alone.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from huiyin.feed.rules import own_units
from huiyin.outlook.models import Announcement
from huiyin.people.models import Person, Unit
from huiyin.people.queries.tree import tree, with_below
from huiyin.people.rules import is_official, is_signed_in


def line_to(unit: int) -> list[Unit]:
    """Gives the open units from the topmost down to this one."""
    known = tree()
    return [*known.path(unit), known.nodes[unit].unit] if unit in known.nodes else []


def region_of(unit: int) -> int:
    """Gives the unit whose region a unit looks after: of a bureau the one above it that is none."""
    return next((one.pk for one in reversed(line_to(unit)) if one.kind not in (Unit.Kind.BUREAU, Unit.Kind.OTHER)), unit)


def regions_of(person: Any) -> tuple[int, ...]:
    """Gives the regions somebody answers for by the posts they hold today, the widest first."""
    if not is_official(person):
        return ()
    return tuple(sorted({region_of(unit) for unit in own_units(person)}, key=lambda one: (len(line_to(one)), one)))


def answers_for(person: Any) -> frozenset[int]:
    """Gives all units within the regions somebody answers for."""
    return frozenset(unit for region in regions_of(person) for unit in with_below(region))


def may_announce_as_producer(person: Any) -> bool:
    """Grown people: under their own name."""
    return is_signed_in(person) and not person.is_minor


def grows_in(person: Any, unit: int) -> bool:
    """Whether a producer's own stands under this unit: at home; whose home nobody entered, in the village or town they name."""
    if person.home_id is not None:
        return bool(unit == person.home_id)
    known = tree().nodes.get(unit)
    return known is not None and known.unit.kind in (Unit.Kind.VILLAGE, Unit.Kind.TOWN)


def may_announce_for(person: Any, unit: int) -> bool:
    """For a village or town as such: whoever answers for it."""
    return unit in answers_for(person)


def visible_to(person: Person) -> Q:
    """Narrows announcements: one's own, and those of the regions one answers for."""
    return Q(producer=person) | Q(unit__in=sorted(answers_for(person)))


def may_withdraw(person: Person, found: Announcement) -> bool:
    """The producer their own; a village's whoever answers for it."""
    return found.producer_id == person.pk if found.producer_id is not None else may_announce_for(person, found.unit_id)
