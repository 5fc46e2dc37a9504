"""What pages and programs need of listings and orders, and what those who answer the telephone and hand over work by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere, or_404
from huiyin.db.compiled import Compiled
from huiyin.feed.models import Moment
from huiyin.market.models import Certificate, Listing, Order, OrderPart
from huiyin.market.rules import (
    answered_by,
    may_name,
    may_open,
    may_see,
    may_see_order,
    parts_handed_over_by,
    produces,
    sees_moment,
    takes_calls,
)
from huiyin.people.models import Person
from huiyin.people.queries import person_with_number, posts_held
from huiyin.people.rules import is_official

SHOWN = 200  # orders of one kind on one page
OWN = 5  # of one's own, or a caller's, beside a form
NEAR = 50  # who may answer for a listing, to choose from


def listing_for(person: Any, pk: int) -> Listing:
    """Gives a listing this person (None: a stranger) may see, with its moment. Raises NotThere."""
    found = _LISTING.first(pk)
    if found is None or not may_see(person, found):
        raise NotThere
    return found


_LISTING = Compiled[Listing](
    lambda pk: Listing.objects.select_related("moment", "moment__account", "answers_for", "unit").filter(pk=pk)
)


def listing_handled_by(person: Person, pk: int) -> Listing:
    """Gives a listing this person takes calls for. Raises NotThere."""
    found = listing_for(person, pk)
    if not takes_calls(person, found):
        raise NotThere
    return found


def listing_reported_to(person: Person, pk: int) -> Listing:
    """Gives a listing whose report this person may read: they take calls for it, or are one of its producers. Raises NotThere."""
    found = listing_for(person, pk)
    if not (takes_calls(person, found) or produces(person, found)):
        raise NotThere
    return found


def moment_to_sell_on(person: Person, pk: int) -> Moment:
    """Gives a moment this person may hang a listing on. Raises NotThere."""
    found = Moment.objects.select_related("account").filter(pk=pk).first()
    if found is None or not sees_moment(person, found) or not may_open(person, found):
        raise NotThere
    return found


def may_be_named_to_answer(person: Person) -> list[Person]:
    """Gives who may answer for a listing, near at hand: oneself, for an official; those who hold a post where one is at home."""
    units = {held.unit_id for held in posts_held([person.pk])} | ({person.home_id} if person.home_id else set())
    near = Person.objects.filter(kind=Person.Kind.OFFICIAL, holdings__until=None, holdings__post__unit__in=units, erased_at=None)
    others = list(near.exclude(pk=person.pk).distinct().order_by("name")[:NEAR])
    return [person, *others] if is_official(person) else others


def producer_with_number(by: Person, phone: str) -> Person:
    """Gives whom `by` names as a producer by this number, as `clean_phone` writes it. Raises Invalid (`producers`).

    A resident hears the same of every number but their own: whether it has an account is not theirs to try out.
    """
    if not may_name(by, phone):
        raise Invalid(_("Name only your own number here. Other producers are named by an official."), field="producers")
    found = by if phone == by.phone else person_with_number(phone)
    if found is None:
        raise Invalid(_("Nobody here has this number: a producer needs an account first."), field="producers")
    return found


def certificates_of(listing: Listing) -> QuerySet[Certificate]:
    """Gives a listing's certificates with their pictures."""
    return listing.certificates.select_related("upload")


def certificate_for(person: Any, listing: int, pk: int) -> Certificate:
    """Gives a certificate of a listing this person (None: a stranger) may see, with its picture. Raises NotThere."""
    return or_404(certificates_of(listing_for(person, listing)).filter(pk=pk).first())


def order_for(person: Any, pk: int) -> Order:
    """Gives an order this person may see, with its listing. Raises NotThere."""
    found = with_all(Order.objects.filter(pk=pk)).first()
    if found is None or not may_see_order(person, found):
        raise NotThere
    return found


def order_by_code(pk: int) -> Order:
    """Gives an order to whoever has shown its code."""
    return with_all(Order.objects.filter(pk=pk)).get()


def order_of_number(number: str) -> Order | None:
    """Gives the order with this number, whoever asks: its code is looked at next."""
    return Order.objects.filter(number=number).first()


def parts_of(order: Order) -> Sequence[OrderPart]:
    """Gives an order's parts with their producers."""
    return list(order.parts.select_related("producer__person").order_by("producer"))


def with_all(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Gives orders with what a line of them shows."""
    return orders.select_related("listing", "person", "place", "share")


def orders_of(found: QuerySet[Order], after: int, limit: int) -> Sequence[Order]:
    """Gives so many orders after one, in the order in which they came."""
    return list(with_all(found).filter(pk__gt=after).order_by("pk")[:limit])


def own_orders(person: Person | None, listing: Listing) -> Sequence[Order]:
    """Gives the latest orders of a listing by this person; a stranger has none."""
    return list(Order.objects.filter(listing=listing, person=person).order_by("-pk")[:OWN]) if person is not None else []


@dataclass(frozen=True, slots=True)
class Handled:
    """A listing's orders as they are worked through: whom to call back, what waits in line, then all as they came, the latest first."""

    to_call: Sequence[Order]
    waiting: Sequence[Order]
    rest: Sequence[Order]


def orders_handled(listing: Listing) -> Handled:
    """Gives a listing's orders to whoever takes calls for it."""
    found = with_all(Order.objects.filter(listing=listing))
    to_call = found.filter(Q(state=Order.State.UNPROVED) | Q(state=Order.State.OFFERED, person=None))
    return Handled(
        list(to_call.order_by("line_place")[:SHOWN]),
        list(found.filter(waiting_grams__gt=0).order_by("line_place")[:SHOWN]),
        list(found.exclude(state=Order.State.UNPROVED).order_by("-pk")[:SHOWN]),
    )


def to_fetch(listing: Listing) -> Sequence[Order]:
    """Gives the orders of which something is held or was handed over, by place, then as they came."""
    found = with_all(Order.objects.filter(listing=listing)).exclude(state=Order.State.UNPROVED)
    return [one for one in found.order_by("place__starts_at", "place", "pk") if one.held_grams or one.delivered_grams]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: their account if they have one, the name they are known by, and their latest orders."""

    person: Person | None
    name: str
    before: Sequence[Order]


def caller_of(by: Person, phone: str) -> Caller:
    """Gives who has this number, as `clean_phone` writes it, and what they ordered of the listings that `by` takes calls for."""
    known = person_with_number(phone)
    theirs = Q(phone=phone) | Q(person=known) if known is not None else Q(phone=phone)
    before = list(with_all(Order.objects.filter(theirs, listing__in=answered_by(by))).order_by("-pk")[:OWN])
    return Caller(known, known.name if known is not None else name_given_before(by, phone), before)


def name_given_before(by: Person, phone: str) -> str:
    """Gives the name under which whoever has this number ordered last of the listings that `by` takes calls for, or ""."""
    before = Order.objects.filter(phone=phone, listing__in=answered_by(by)).exclude(name="").order_by("-pk").first()
    return before.name if before is not None else ""


@dataclass(frozen=True, slots=True)
class Deliveries:
    """A producer's day: what is ready to be handed over, by where and when; what they have not confirmed; what was handed over today."""

    ready: Sequence[OrderPart]
    waiting: Sequence[OrderPart]
    done: Sequence[OrderPart]


def deliveries_of(person: Person) -> Deliveries:
    """Gives a producer's day, with the orders and their buyers."""
    parts = parts_handed_over_by(person).select_related("order__listing", "order__person", "order__place")
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Deliveries(
        list(parts.filter(confirmed_grams__gt=0).order_by("order__place__starts_at", "order__pk")[:SHOWN]),
        list(parts.filter(reserved_grams__gt=0, order__state=Order.State.RESERVED).order_by("order__pk")[:SHOWN]),
        list(parts.filter(delivered_at__gte=today).order_by("-delivered_at")[:SHOWN]),
    )
