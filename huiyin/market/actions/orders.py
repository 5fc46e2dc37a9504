"""What becomes of an order: proved, confirmed, accepted, handed over, cancelled, expired."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, WrongState
from huiyin.journal import clocks
from huiyin.market.actions.bookkeeping import Book
from huiyin.market.actions.idempotency import move_order
from huiyin.market.actions.ordering import UNPROVED, check_most, check_waiting, take_place
from huiyin.market.actions.serving import ACCEPT, serve_waiting
from huiyin.market.models import Listing, Order, OrderPart
from huiyin.market.moves import ORDER_MOVES, SELLERS
from huiyin.market.refusals import Full, OverStock
from huiyin.market.rules import confirms_for_buyer, has_role, may_move, takes_calls
from huiyin.market.weights import MOST
from huiyin.people.models import Person
from huiyin.people.queries import person_with_number
from huiyin.people.rules import require

State = Order.State
ENDED = _("This order has ended.")
NOTHING_RESERVED = _("Nothing of this order is reserved, so there is nothing to confirm.")
NOTHING_OFFERED = _("Nothing is offered to this order now.")
NOT_CONFIRMED = _("It is handed over once both sides have confirmed it.")


def make_move(name: str, pk: int, by: Person | None, **brought: Any) -> Order:
    """Makes a move of the table by its name. Takes who makes it (None: who showed the order's code) and what its row brings; gives the
    order, raises what the move's action raises."""
    order: Order = ORDER_MOVES.make(name, pk, by=by, **brought)
    return order


def _still_to_make(name: str, order: Order, otherwise: Any) -> bool:
    """Whether a move is made now: not where it is made already. Raises WrongState with these words where it leads nowhere."""
    if order.state in ORDER_MOVES[name].again:
        return False
    if not ORDER_MOVES.leads(name, order.state):
        raise WrongState(otherwise)
    return True


@ORDER_MOVES.makes("prove")
def prove_number(pk: int, phone: str = "", by: Person | None = None) -> Order:
    """The number of a stranger's order is theirs: a code came back from `phone`, or somebody who takes calls (`by`) reached them there.

    What was held stays held; else the order takes its turn now. Gives the order; raises WrongState where it has expired,
    Invalid where the number has as much already as one may order: then it stays unproved.
    """

    def make(book: Book, order: Order) -> None:
        require(may_move(by, order, "prove") if by is not None else phone == order.phone)
        if not _still_to_make("prove", order, ENDED):
            return
        person = person_with_number(order.phone)
        check_most(book.listing, person, order.phone, order.grams)
        if order.waits and not order.reserved_grams:
            check_waiting(book.listing, person, order.phone, order.grams)
        clocks.cancel(UNPROVED, f"order:{order.pk}")
        book.listing.unproved_grams -= order.reserved_grams
        order.person = person
        order.state = State.RESERVED if order.reserved_grams else State.WAITING
        if not order.reserved_grams:
            _takes_turn(book, order)
        book.settle(order, State.REFUSED)
        book.tell("order.proved", by=by, about=order, state=order.state)

    return move_order(pk, by, "prove", "", None, make)


def _takes_turn(book: Book, order: Order) -> None:
    book.listing.last_place += 1
    order.line_place = book.listing.last_place  # its turn begins now: an unproved order stands in no line
    if not book.listing.takes_orders():
        return
    try:
        take_place(book, order)
    except Full:
        book.wait(order, -order.waiting_grams)


@ORDER_MOVES.makes("confirm")
def confirm_order(pk: int, by: Person | None, key: str = "") -> Order:
    """One side says it is sure; when both have, what is reserved is confirmed. `by` None: the buyer, who showed the order's code.

    Raises NotAllowed for who is neither, WrongState where nothing is reserved.
    """

    def make(book: Book, order: Order) -> None:
        buys, sells = has_role(by, order, ("buyer",)), has_role(by, order, SELLERS)
        require(buys or sells)
        if not _still_to_make("confirm", order, NOTHING_RESERVED):
            return
        if not order.reserved_grams:
            raise WrongState(NOTHING_RESERVED)
        if confirms_for_buyer(order, buys=buys, sells=sells):
            order.buyer_confirmed_at = order.buyer_confirmed_at or book.now
        else:
            order.producer_confirmed_at = order.producer_confirmed_at or book.now
        grams = order.reserved_grams
        if order.buyer_confirmed_at and order.producer_confirmed_at:
            book.confirm(order)
        book.settle(order)
        book.tell("order.confirmed", by=by, about=order, grams=grams, state=order.state)

    return move_order(pk, by, "confirm", key, None, make)


@ORDER_MOVES.makes("accept")
def accept_offer(pk: int, by: Person | None, key: str = "") -> Order:
    """Who moved up from the waiting list takes what is offered to them. Raises WrongState where nothing is, or the time is over."""

    def make(book: Book, order: Order) -> None:
        require(may_move(by, order, "accept"))
        _still_to_make("accept", order, NOTHING_OFFERED)
        if order.accept_by is not None and order.accept_by <= book.now:
            raise WrongState(NOTHING_OFFERED)
        clocks.cancel(ACCEPT, f"order:{order.pk}")
        order.reserved_grams, order.offered_grams, grams = order.reserved_grams + order.offered_grams, 0, order.offered_grams
        order.accept_by = order.producer_confirmed_at = None
        order.buyer_confirmed_at = book.now if by is not None and by.pk != order.person_id else None
        book.settle(order)
        book.tell("order.accepted", by=by, about=order, grams=grams)

    return move_order(pk, by, "accept", key, None, make)


@ORDER_MOVES.makes("cancel")
def cancel_order(pk: int, by: Person | None, key: str = "") -> Order:
    """The buyer, or who takes calls, gives an order back; what was held is free at once, for the waiting list first.

    What is handed over already stays so. Raises WrongState where it has ended.
    """

    def make(book: Book, order: Order) -> None:
        require(may_move(by, order, "cancel"))
        if not _still_to_make("cancel", order, ENDED):
            return
        let_go(book, order, State.CANCELLED)
        book.tell("order.cancelled", by=by, about=order, grams=order.grams)
        serve_waiting(book)

    return move_order(pk, by, "cancel", key, None, make)


def let_go(book: Book, order: Order, end: str) -> None:
    """Nothing more is held for an order, and nothing of it waits. Its clocks stop."""
    if order.state == State.UNPROVED:
        clocks.cancel(UNPROVED, f"order:{order.pk}")
    if order.offered_grams:
        clocks.cancel(ACCEPT, f"order:{order.pk}")
    book.release(order, order.reserved_grams + order.offered_grams)
    if order.confirmed_grams:
        book.refuse(order, order.confirmed_grams)
    book.wait(order, -order.waiting_grams)
    order.accept_by = order.waited_for_since = None
    if order.state == State.UNPROVED:
        order.state = end
    book.settle(order, end)


@ORDER_MOVES.makes("deliver")
def deliver_order(
    pk: int, by: Person, weighed_grams: int, producer: int | None = None, paid_fen: int | None = None, key: str = ""
) -> Order:  # fmt: skip
    """Hands over what was weighed: it, not what was ordered, counts from now on. Takes the producer (a person's number) whose part it is,
    where the order has several; what was paid, in fen, is noted.

    Raises WrongState where it is not confirmed, OverStock (and whoever answers for it is told) where it is heavier than what is free.
    """

    def make(book: Book, order: Order) -> None:
        require(may_move(by, order, "deliver"))
        _still_to_make("deliver", order, NOT_CONFIRMED)
        part = _part_of(book, order, by, producer)
        missing = weighed_grams - part.confirmed_grams - book.producers[part.producer_id].free_grams
        if missing > 0:
            raise OverStock(missing_grams=missing)
        book.deliver(order, part, weighed_grams)
        if paid_fen is not None:
            order.paid_fen = (order.paid_fen or 0) + paid_fen
        book.settle(order)
        book.tell("order.delivered", by=by, about=order, grams=weighed_grams)
        serve_waiting(book)

    if not 1 <= weighed_grams <= MOST:
        raise Invalid(_("Say what it weighed."), field="weighed_grams")
    try:
        return move_order(pk, by, "deliver", key, [weighed_grams, producer, paid_fen], make)
    except OverStock as refused:
        _ask_for_more(pk, by, refused.facts["missing_grams"])
        raise


def _part_of(book: Book, order: Order, by: Person, producer: int | None) -> OrderPart:
    parts = [part for part in book.parts(order) if part.confirmed_grams]
    if not parts:
        raise WrongState(NOT_CONFIRMED)
    operator = takes_calls(by, book.listing)
    wanted = producer if producer is not None else (None if operator else by.pk)
    if wanted is not None:
        require(operator or wanted == by.pk)
        parts = [part for part in parts if book.producers[part.producer_id].person_id == wanted]
        if not parts:
            raise Invalid(_("Nothing of this order comes from them."), field="producer")
    if len(parts) > 1:
        raise Invalid(_("Several producers have a part in this order: say whose was weighed."), field="producer")
    return parts[0]


def _ask_for_more(pk: int, by: Person, missing: int) -> None:
    """What was weighed is on the record although it could not be entered: whoever answers for the listing is asked to raise the stock."""
    with transaction.atomic():
        order = Order.objects.get(pk=pk)
        book = Book(Listing.locked(order.listing_id))
        book.tell("order.heavier", by=by, about=order, missing=missing)
        book.write()


def expire_unproved(pk: int) -> None:
    """Nobody proved the number in time: what was held is free. For the clock; does nothing where it was proved."""

    def make(book: Book, order: Order) -> None:
        if ORDER_MOVES.leads("expire", order.state):
            expire(book, order)
            serve_waiting(book)

    move_order(pk, None, "expire", "", None, make)


@ORDER_MOVES.makes("expire")
def expire(book: Book, order: Order) -> None:
    """Nothing is held any more for a number that nobody proved."""
    let_go(book, order, State.EXPIRED)
    book.tell("order.expired", about=order, grams=order.grams)


@ORDER_MOVES.makes("lapse")
def expire_offer(pk: int) -> None:
    """Who moved up did not accept in time: what was offered goes to the next one. What they hold already stays theirs."""

    def make(book: Book, order: Order) -> None:
        if not ORDER_MOVES.leads("lapse", order.state) or order.accept_by is None or order.accept_by > book.now:
            return
        grams, order.accept_by = order.offered_grams, None
        book.release(order, grams)
        book.wait(order, -order.waiting_grams)
        book.settle(order, State.EXPIRED)
        book.tell("order.expired", about=order, grams=grams)
        serve_waiting(book)

    move_order(pk, None, "lapse", "", None, make)
