"""A move that comes with a key is made once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from huiyin.core.errors import NotThere
from huiyin.market.actions.bookkeeping import Book
from huiyin.market.models import KeyedMove, Listing, Order
from huiyin.media.idempotency import KEY_LIMIT, content_digest, made_before
from huiyin.people.models import Person


def move_order(pk: int, by: Person | None, move: str, key: str, content: Any, make: Callable[[Book, Order], None]) -> Order:
    """Makes a move of an order under its listing's lock, unless this person made it under this key before. Gives the order as it is then.

    Raises NotThere for no order, KeyUsed where the key came with something else, and what `make` raises; then nothing has moved.
    """
    listing = Order.objects.filter(pk=pk).values_list("listing", flat=True).first()
    if listing is None:
        raise NotThere
    with transaction.atomic():
        book = Book(Listing.locked(listing))
        order = Order.objects.select_related("person", "place").get(pk=pk)
        order.listing = book.listing
        if not repeated(book.listing, order, by, move, key, content):
            make(book, order)
            book.write()
    return order


def repeated(listing: Listing, order: Order | None, by: Person | None, move: str, key: str, content: Any) -> bool:
    """Whether this was done under this key before; else it is remembered. Raises KeyUsed where it was something else.

    Call it under the listing's lock. A stranger has no keys: their moves lead to where they are already.
    """
    if not key or by is None:
        return False
    digest = content_digest(content)
    if made_before(KeyedMove.objects.filter(person=by, move=move, listing=listing, order=order), key, digest):
        return True
    KeyedMove.objects.create(person=by, move=move, listing=listing, order=order, key=key[:KEY_LIMIT], digest=digest)
    return False
