"""Who may do what with a listing and its orders. Deny unless one says yes.

Those who *take calls* for a listing: whoever answers for it, whoever opened it, and who holds a post in its unit. Its *producers* see the
orders with a part of theirs. A buyer sees their own.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from huiyin.feed.models import Moment
from huiyin.feed.rules import may_see as may_see_moment
from huiyin.feed.rules import own_units, writes
from huiyin.market.models import Listing, Order, Producer
from huiyin.people.models import Person
from huiyin.people.rules import is_official, is_signed_in


def may_open(by: Any, moment: Moment) -> bool:
    """The author of a moment hangs a listing on it; on an account's, whoever holds a post in its unit. Of others only officials; a
    producer's own is a proposal until somebody answers for it."""
    return is_signed_in(by) and not by.is_minor and not moment.gone and writes(by, moment)


def sees_moment(person: Any, moment: Moment) -> bool:
    """Whether the moment is there for somebody, or for a stranger."""
    return not moment.gone and may_see_moment(person if is_signed_in(person) else None, moment)


def takes_calls(person: Any, listing: Listing) -> bool:
    """Whether they may order for a caller, call back, hand over, correct the stock, see all orders with their numbers."""
    if not is_signed_in(person):
        return False
    if person.pk == listing.answers_for_id:
        return True
    return is_official(person) and (person.pk == listing.by_id or (listing.unit_id is not None and listing.unit_id in own_units(person)))


def may_change(person: Any, listing: Listing) -> bool:
    """Stock, closing: whoever takes calls for it."""
    return takes_calls(person, listing)


def produces(person: Any, listing: Listing) -> bool:
    """Whether something of theirs is offered there."""
    return is_signed_in(person) and Producer.objects.filter(listing=listing, person=person).exists()


def may_see(person: Any, listing: Listing) -> bool:
    """Whoever may see the moment it hangs on; those who take calls for it and its producers whatever becomes of that. What is proposed is
    seen by them alone."""
    if listing.state != Listing.State.PROPOSED and sees_moment(person, listing.moment):
        return True
    return is_signed_in(person) and (person.pk == listing.by_id or takes_calls(person, listing) or produces(person, listing))


def may_see_order(person: Any, order: Order) -> bool:
    """Its buyer, those who take calls, the producers of its parts."""
    if not is_signed_in(person):
        return False
    if order.person_id == person.pk or takes_calls(person, order.listing):
        return True
    return order.parts.filter(producer__person=person).exists()


def number_shown(person: Any, order: Order) -> bool:
    """Whether a buyer's name and number are shown whole: to those who take calls, since they call back; to a producer of it once both
    sides have confirmed; to the buyer."""
    if order.person_id is not None and getattr(person, "pk", None) == order.person_id:
        return True
    if takes_calls(person, order.listing):
        return True
    sure = order.state in (Order.State.CONFIRMED, Order.State.DELIVERED)
    return sure and is_signed_in(person) and order.parts.filter(producer__person=person).exists()


def answered_by(person: Person) -> QuerySet[Listing]:
    """Gives the listings that somebody takes calls for."""
    asked = Q(answers_for=person)
    if is_official(person):
        asked |= Q(by=person) | Q(unit__in=own_units(person))
    return Listing.objects.filter(asked)


def orders_visible(person: Person, listing: Listing) -> QuerySet[Order]:
    """Narrows a listing's orders by the same rule as `may_see_order`."""
    found = Order.objects.filter(listing=listing)
    if takes_calls(person, listing):
        return found
    return found.filter(Q(person=person) | Q(parts__producer__person=person)).distinct()
