"""What of listings falls due: a number nobody proved, an offer nobody accepted, the patience with the head of the list, the last day."""

from __future__ import annotations

from django.db import transaction

from huiyin.journal import clocks
from huiyin.journal.models import Clock
from huiyin.market.actions.bookkeeping import Book
from huiyin.market.actions.handing_over import UNANSWERED, tell_unanswered
from huiyin.market.actions.opening import CLOSE, close_listing
from huiyin.market.actions.ordering import UNPROVED
from huiyin.market.actions.orders import expire_offer, expire_unproved
from huiyin.market.actions.serving import ACCEPT, HEAD, serve_waiting
from huiyin.market.models import Listing, Order


def _number(subject: str) -> int:
    return int(subject.rpartition(":")[2])


def _lock_listing(subject: str) -> None:
    """Actions lock the listing before they wind or stop a clock of it; so does the loop."""
    Listing.locked(_number(subject))


def _lock_listing_of_order(subject: str) -> None:
    Listing.locked(Order.objects.values_list("listing", flat=True).get(pk=_number(subject)))


@clocks.on_due(UNPROVED, first=_lock_listing_of_order)
def unproved_for_too_long(clock: Clock) -> None:
    """What a number nobody proved held is free."""
    expire_unproved(_number(clock.subject))


@clocks.on_due(ACCEPT, first=_lock_listing_of_order)
def not_accepted(clock: Clock) -> None:
    """The next one is asked."""
    expire_offer(_number(clock.subject))


@clocks.on_due(HEAD, first=_lock_listing)
def waited_long_enough(clock: Clock) -> None:
    """Whoever stands at the head and does not fit is passed over."""
    with transaction.atomic():
        book = Book(Listing.locked(_number(clock.subject)))
        serve_waiting(book)
        book.write()


@clocks.on_due(CLOSE, first=_lock_listing)
def day_has_come(clock: Clock) -> None:
    """No more orders are taken."""
    close_listing(_number(clock.subject), by=None)


@clocks.on_due(UNANSWERED, first=_lock_listing)
def nobody_took_it_up(clock: Clock) -> None:
    """Whoever answered for it has left: those who hold a post in the unit are told."""
    tell_unanswered(_number(clock.subject))
