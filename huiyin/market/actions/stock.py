"""The stock is corrected: raised, and who waits moves up; or cut below what is held, by a named rule, seen beforehand to the gram."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere
from huiyin.market.actions.bookkeeping import Book
from huiyin.market.actions.idempotency import repeated
from huiyin.market.actions.serving import serve_waiting
from huiyin.market.allocation import RULES, Claim, allocate, greedy, largest_remainder
from huiyin.market.models import Listing, Order
from huiyin.market.moves import LISTING_MOVES, ORDER_MOVES
from huiyin.market.rules import may_move_listing
from huiyin.market.weights import MOST
from huiyin.people.models import Person
from huiyin.people.rules import require

State = Order.State


@dataclass(frozen=True, slots=True)
class Cut:
    """What an order holds before and after, in grams."""

    order: Order
    before_grams: int
    after_grams: int


@dataclass(frozen=True, slots=True)
class Correction:
    """What a stock becomes, and what every order that holds something of it becomes with it; of those that lose nothing too."""

    listing: Listing
    offered_grams: int
    claims: Sequence[Cut] = ()

    @property
    def cuts(self) -> list[Cut]:
        """Those that lose something."""
        return [cut for cut in self.claims if cut.after_grams < cut.before_grams]


@LISTING_MOVES.makes("stock")
def set_stock(pk: int, by: Person, offered_grams: int, rule: str = "", *, preview: bool = False, key: str = "") -> Correction:
    """Corrects a listing's stock to so much. Below what is held a rule says who loses how much: "time", "pro_rata" or "smallest".

    `preview`: nothing is changed, the effect is given. What an order loses waits in its old place, if it waits at all. Raises NotThere,
    NotAllowed, Invalid (field): less than what is handed over already, or no rule where one is needed.
    """
    if not 0 <= offered_grams <= MOST:
        raise Invalid(field="offered_grams")
    if rule and rule not in RULES:
        raise Invalid(field="rule")
    with transaction.atomic():
        try:
            listing = Listing.locked(pk)
        except Listing.DoesNotExist:
            raise NotThere from None
        require(may_move_listing(by, listing, "stock"))
        done = not preview and repeated(listing, None, by, "stock", key, [offered_grams, rule])
        if done:
            return Correction(listing, listing.offered_grams)
        held = _holding(listing)
        correction = _correction(listing, held, offered_grams, rule)
        if not preview:
            _carry_out(Book(listing), by, correction, rule)
    return correction


def _holding(listing: Listing) -> list[Order]:
    found = Order.objects.annotate(held=F("reserved_grams") + F("offered_grams") + F("confirmed_grams"))
    return list(found.filter(listing=listing, held__gt=0).select_related("person").order_by("line_place"))


def _correction(listing: Listing, held: Sequence[Order], offered: int, rule: str) -> Correction:
    left = offered - listing.delivered_grams
    if left < 0:
        raise Invalid(_("More than that is handed over already."), field="offered_grams", delivered_grams=listing.delivered_grams)
    if left < sum(order.held_grams for order in held) and not rule:
        raise Invalid(_("This is less than what is held for orders: choose a rule by which they are cut."), field="rule")
    kept = allocate(left, [_claim(order) for order in held], rule)
    return Correction(listing, offered, [Cut(order, order.held_grams, kept[order.pk]) for order in held])


def _claim(order: Order) -> Claim:
    """What is handed over already of an order that takes all or nothing cannot be taken back: the rest is a part."""
    whole = order.take == Order.Take.ALL and not order.delivered_grams
    return Claim(order.pk, order.held_grams, order.line_place, whole, max(0, order.min_grams - order.delivered_grams))


def _carry_out(book: Book, by: Person, correction: Correction, rule: str) -> None:
    listing = book.listing
    for cut in correction.cuts:
        _cut(book, by, cut)
    change = correction.offered_grams - listing.offered_grams
    producers = list(book.producers.values())
    if change > 0:
        weights = {one.pk: max(1, one.offered_grams) for one in producers}
        shares = _spread(change, weights)
    else:
        shares = {pk: -grams for pk, grams in greedy(-change, [(one.pk, one.free_grams) for one in producers]).items()}
    for pk, grams in shares.items():
        book.offer(book.producers[pk], grams)
    book.tell("listing.stock_set", by=by, about=listing, grams=correction.offered_grams, rule=rule)
    serve_waiting(book)
    book.write()


def _spread(grams: int, weights: dict[int, int]) -> dict[int, int]:
    """Shares an amount by weight, however large: whole rounds of all weights, and the rest by largest remainder."""
    rounds, rest = divmod(grams, sum(weights.values()))
    shares = largest_remainder(rest, weights)
    return {pk: rounds * weight + shares[pk] for pk, weight in weights.items()}


@ORDER_MOVES.makes("cut")
def _cut(book: Book, by: Person, cut: Cut) -> None:
    order, loses = cut.order, cut.before_grams - cut.after_grams
    order.listing = book.listing
    not_sure = min(loses, order.reserved_grams + order.offered_grams)
    book.release(order, not_sure)
    if loses > not_sure:
        book.refuse(order, loses - not_sure)
    if not order.offered_grams:
        order.accept_by = None
    if order.state != State.UNPROVED:
        if order.waits and book.listing.state == Listing.State.OPEN:
            book.wait(order, loses)
        book.settle(order, State.REFUSED)
    else:
        book.settle(order, State.UNPROVED)
    book.tell("order.cut", by=by, about=order, grams=loses)
