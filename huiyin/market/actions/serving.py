"""What is free goes to the waiting list first."""

from __future__ import annotations

from datetime import timedelta

from huiyin.journal import clocks
from huiyin.market.actions.bookkeeping import Book
from huiyin.market.models import Listing, Order
from huiyin.market.moves import ORDER_MOVES
from huiyin.market.waiting_list import Waits, serve

ACCEPT_WITHIN = timedelta(hours=4)  # whoever moved up says yes within it, else the next one is asked
HEAD, ACCEPT = "market.head", "market.accept"


def waits(order: Order) -> Waits:
    """Gives an order as an entry of the waiting list. What it holds already counts towards its least."""
    least = max(0, order.min_grams - order.held_grams - order.delivered_grams)
    whole = order.take == Order.Take.ALL
    return Waits(order.pk, order.waiting_grams, order.line_place, whole, least, order.waited_for_since, order.passed_at is not None)


def serve_waiting(book: Book, newcomer: Order | None = None) -> None:
    """Lets those move up whose turn it is; who was passed over, or is waited for, is recorded.

    `newcomer`: an order that is being placed in this transaction, at the end of the line. What it gets it need not accept.
    """
    if not book.listing.waiting_grams or book.listing.state != Listing.State.OPEN:
        return
    if book.listing.free_grams <= 0:
        _wait_for_nobody(book.listing)
        return
    line = {order.pk: order for order in book.waiting(*([newcomer] if newcomer is not None else []))}
    turn = serve(book.listing.free_grams, [waits(order) for order in line.values()], book.now)
    for pk, missing in turn.passed:
        line[pk].passed_at, line[pk].waited_for_since = book.now, None
        book.settle(line[pk])
        book.tell("order.passed", about=line[pk], missing=missing)
    for pk, grams in turn.given.items():
        _move_up(book, line[pk], grams, to_accept=newcomer is None or pk != newcomer.pk)
    for order in line.values():
        if order.waited_for_since is not None and order.pk != turn.head:
            order.waited_for_since = None  # somebody came before them again: only one is waited for at a time
            book.settle(order)
    if turn.head is not None and turn.until is not None:
        head = line[turn.head]
        head.waited_for_since = head.waited_for_since or book.now
        book.settle(head)
        clocks.schedule(HEAD, f"listing:{book.listing.pk}", turn.until)


@ORDER_MOVES.makes("offer")
def _move_up(book: Book, order: Order, grams: int, *, to_accept: bool) -> None:
    book.wait(order, -grams)
    book.reserve(order, grams, to_accept=to_accept)
    order.passed_at = order.waited_for_since = None
    if to_accept:
        order.accept_by = book.now + ACCEPT_WITHIN
        clocks.schedule(ACCEPT, f"order:{order.pk}", order.accept_by)
        book.tell("order.offered", about=order, grams=grams)
    book.settle(order)


def _wait_for_nobody(listing: Listing) -> None:
    """Where nothing is free nobody is waited for: the time begins anew when something is."""
    Order.objects.filter(listing=listing, waited_for_since__isnull=False).update(waited_for_since=None)
