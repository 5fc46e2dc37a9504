"""Who may do what with a listing and its orders. Deny unless one says yes.

Those who *take calls* for a listing: officials who hold a post in its unit today, or act for one. Where it has no unit, because whoever
answers for it held no post: they, and whoever opened it. It goes with the post: who has left the unit or the office has lost it. Its
*producers* see the orders with a part of theirs. A buyer sees their own. Who makes which move, the tables of moves.py say by roles; what
somebody is to an order or a listing is asked here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from huiyin.core.moves import Move
from huiyin.feed.models import Moment
from huiyin.feed.rules import may_see as may_see_moment
from huiyin.feed.rules import own_units, writes
from huiyin.market.models import Listing, Order, OrderPart, Producer
from huiyin.market.moves import LISTING_MOVES, ORDER_MOVES, SELLERS
from huiyin.people.models import Person
from huiyin.people.rules import is_official, is_signed_in


def may_open(by: Any, moment: Moment) -> bool:
    """The author of a moment hangs a listing on it; on an account's, whoever holds a post in its unit. Of others only officials; a
    producer's own is a proposal until somebody answers for it."""
    return is_signed_in(by) and not by.is_minor and not moment.gone and writes(by, moment)


def may_name(by: Person, phone: str) -> bool:
    """Officials name any producer by their number; a resident themselves alone."""
    return is_official(by) or phone == by.phone


def sees_moment(person: Any, moment: Moment) -> bool:
    """Whether the moment is there for somebody, or for a stranger."""
    return not moment.gone and may_see_moment(person if is_signed_in(person) else None, moment)


def takes_calls(person: Any, listing: Listing) -> bool:
    """Whether they may order for a caller, call back, hand over, correct the stock, see all orders with their numbers."""
    if not is_official(person):
        return False
    if listing.unit_id is not None:
        return listing.unit_id in own_units(person)
    return person.pk == listing.answers_for_id or (person.pk == listing.by_id and bool(own_units(person)))


def may_answer_for(person: Any, listing: Listing) -> bool:
    """Whether somebody who takes calls for a listing may answer for it: while whoever answers for it no longer takes any."""
    return person.pk != listing.answers_for_id and takes_calls(person, listing) and not takes_calls(listing.answers_for, listing)


def may_move_listing(person: Any, listing: Listing, name: str) -> bool:
    """Whether they may make this move of a listing, by the table of its moves."""
    return "operator" in LISTING_MOVES[name].who and takes_calls(person, listing)


def produces(person: Any, listing: Listing) -> bool:
    """Whether something of theirs is offered there. What no producer is named for is offered by whoever answers for it, by their office:
    it is theirs while they take calls for it."""
    if not is_signed_in(person) or not Producer.objects.filter(listing=listing, person=person).exists():
        return False
    return person.pk != listing.answers_for_id or takes_calls(person, listing)


def has_part(person: Any, order: Order) -> bool:
    """Whether some of an order comes from this producer. Who answers for the listing is asked by `takes_calls` alone."""
    if not is_signed_in(person) or person.pk == order.listing.answers_for_id:
        return False
    return order.parts.filter(producer__person=person).exists()


def parts_handed_over_by(person: Person) -> QuerySet[OrderPart]:
    """Gives the parts that this producer hands over, by the same rule as `produces`."""
    by_office = Q(producer__listing__answers_for=person) & ~Q(producer__listing__in=answered_by(person))
    return OrderPart.objects.filter(~by_office, producer__person=person)


def with_part(person: Person) -> Q:
    """Narrows orders by the same rule as `has_part`."""
    return Q(parts__producer__person=person) & ~Q(listing__answers_for=person)


def may_see(person: Any, listing: Listing) -> bool:
    """Whoever may see the moment it hangs on; those who take calls for it and its producers whatever becomes of that. What is proposed is
    seen by them alone."""
    if listing.state != Listing.State.PROPOSED and sees_moment(person, listing.moment):
        return True
    return is_signed_in(person) and (person.pk == listing.by_id or takes_calls(person, listing) or produces(person, listing))


def buys(person: Any, order: Order) -> bool:
    """Whether it is their own order."""
    return is_signed_in(person) and order.person_id == person.pk


def listing_buttons(listing: Listing) -> dict[str, Move]:
    """Gives the moves of a listing for which a button stands before whoever takes calls for it, by name. What is proposed is taken up, or
    closed by its day."""
    found = {row.name: row for row in LISTING_MOVES.possible(listing.state, ("operator",))}
    if listing.state == Listing.State.PROPOSED:
        del found["close"]
    return found


#: What somebody is to an order, as its moves call it; None: a stranger who showed its code, and is its buyer.
_ROLES: Mapping[str, Callable[[Any, Order], bool]] = {
    "buyer": lambda by, order: by is None or order.person_id == by.pk,
    "operator": lambda by, order: takes_calls(by, order.listing),
    "supplier": has_part,
    "producer": lambda by, order: produces(by, order.listing),
}


def has_role(by: Any, order: Order, roles: Collection[str]) -> bool:
    """Whether somebody is one of these to an order, asked one after the other. `by` None: who showed its code."""
    return any(_ROLES[role](by, order) for role in roles if role in _ROLES)


def may_move(by: Any, order: Order, name: str) -> bool:
    """Whether they may make this move of an order, by the table of its moves. `by` None: who showed its code."""
    return has_role(by, order, ORDER_MOVES[name].who)


def confirms_for_buyer(order: Order, *, buys: bool, sells: bool) -> bool:
    """For which side somebody confirms who is on either or both: the buyer's, until that is said and the other is theirs too."""
    return buys and (order.buyer_confirmed_at is None or not sells)


def buttons(order: Order, roles: Collection[str]) -> dict[str, Move]:
    """Gives the moves for which a button stands before somebody with these roles, by name: those that lead on from here, without
    confirming where their side has confirmed."""
    found = {row.name: row for row in ORDER_MOVES.possible(order.state, roles) if order.state in row.sources}
    for_buyer = confirms_for_buyer(order, buys="buyer" in roles, sells=not set(SELLERS).isdisjoint(roles))
    if order.buyer_confirmed_at if for_buyer else order.producer_confirmed_at:
        found.pop("confirm", None)
    return found


def may_see_order(person: Any, order: Order) -> bool:
    """Its buyer, those who take calls, the producers of its parts."""
    return buys(person, order) or takes_calls(person, order.listing) or has_part(person, order)


def number_shown(person: Any, order: Order, operates: bool | None = None) -> bool:
    """Whether a buyer's name and number are shown whole: to those who take calls, since they call back; to a producer of it once both
    sides have confirmed; to the buyer. `operates`: whether they take calls, where a list of one listing's orders has asked already."""
    if buys(person, order):
        return True
    if takes_calls(person, order.listing) if operates is None else operates:
        return True
    return order.state in (Order.State.CONFIRMED, Order.State.DELIVERED) and has_part(person, order)


def answered_by(person: Person) -> QuerySet[Listing]:
    """Gives the listings that somebody takes calls for, by the same rule as `takes_calls`."""
    if not is_official(person):
        return Listing.objects.none()
    units = own_units(person)
    named = Q(answers_for=person) | Q(by=person) if units else Q(answers_for=person)
    return Listing.objects.filter(Q(unit__in=units) | Q(named, unit=None))


def orders_visible(person: Person, listing: Listing) -> QuerySet[Order]:
    """Narrows a listing's orders by the same rule as `may_see_order`."""
    found = Order.objects.filter(listing=listing)
    if takes_calls(person, listing):
        return found
    return found.filter(Q(person=person) | with_part(person)).distinct()
