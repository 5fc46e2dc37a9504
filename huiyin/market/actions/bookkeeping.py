"""The book of one listing while its row is locked: what is entered moves the figures with it, and all is written at once at the end.

There is no other place that writes the ledger or a figure in grams.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from huiyin.db.bulk import as_stored, ask_a_key_of_each, give_keys, give_keys_to, insert_rows, update_rows
from huiyin.db.compiled import Compiled
from huiyin.db.statements import as_one, in_one_go
from huiyin.journal.models import Entry
from huiyin.journal.recording import PendingEntry, record_in
from huiyin.market.allocation import greedy
from huiyin.market.models import LedgerRow, Listing, Order, OrderPart, Producer

Kind = LedgerRow.Kind
State = Order.State
_FIGURES = ["offered_grams", "reserved_grams", "confirmed_grams", "delivered_grams"]
_OF_LISTING = [*_FIGURES, "waiting_grams", "unproved_grams", "orders_count", "last_place", "state", "closed_at"]
_OF_ORDER = [
    "state", "reserved_grams", "offered_grams", "confirmed_grams", "delivered_grams", "waiting_grams", "line_place", "waited_for_since",
    "passed_at", "accept_by", "buyer_confirmed_at", "producer_confirmed_at", "paid_fen", "ended_at", "person_id",
]  # fmt: skip
_OF_PART = ["reserved_grams", "confirmed_grams", "delivered_grams", "delivered_at"]


class Book:
    """The ledger of a locked listing. Every method enters rows and moves the sums of listing, producer, order and part by as much."""

    def __init__(self, listing: Listing, *, placing: bool = False) -> None:
        """Takes the locked listing; `placing`: a new order will be entered: its number, and one of each kind of row that goes with it, are
        asked for in the same round trip."""
        self.listing = listing
        self.now = timezone.now()
        with in_one_go():
            producers, keys = _PRODUCERS.ask(listing.pk), ask_a_key_of_each(Order, LedgerRow, OrderPart, Entry) if placing else dict
            self.producers = {one.pk: one for one in producers()}
            self._keys: dict[type[models.Model], list[int]] = keys()
        self._new: list[Order] = []
        self._parts: dict[int, dict[int, OrderPart]] = {}
        self._orders: dict[int, Order] = {}
        self._rows: list[LedgerRow] = []
        self._entries: list[PendingEntry] = []

    def new(self, order: Order) -> None:
        """Takes an order that is not stored yet, and gives it its number in the database: it has no parts yet."""
        give_keys([order], self._keys.pop(Order, None))
        self._new.append(order)
        self._parts[order.pk] = {}
        self._orders[order.pk] = order

    def parts(self, order: Order) -> list[OrderPart]:
        """Gives the parts of an order, by producer."""
        if order.pk not in self._parts:
            self._parts[order.pk] = {part.producer_id: part for part in OrderPart.objects.filter(order=order).order_by("producer")}
        self._orders.setdefault(order.pk, order)
        return list(self._parts[order.pk].values())

    def waiting(self, *more: Order) -> list[Order]:
        """Gives the orders of which something waits, in line, as they are in this book by now; and these more."""
        stored = Order.objects.filter(listing=self.listing, waiting_grams__gt=0)
        found = {order.pk: order for order in stored} | self._orders | {order.pk: order for order in more}
        return sorted((order for order in found.values() if order.waiting_grams), key=lambda order: order.line_place)

    def offer(self, producer: Producer, grams: int) -> None:
        """A producer's stock changes by so much, which may be less than nothing."""
        if grams:
            self._row(producer, None, Kind.OFFERED, grams)
            producer.offered_grams += grams
            self.listing.offered_grams += grams

    def reserve(self, order: Order, grams: int, *, to_accept: bool = False, of: Producer | None = None) -> None:
        """Holds so much of what is free. `to_accept`: it moved up, and is to be accepted; `of`: from this producer alone.

        Raises ValueError where less is free: nobody orders what is not there.
        """
        stocks = [of] if of is not None else self.producers.values()
        for pk, taken in greedy(grams, [(one.pk, one.free_grams) for one in stocks]).items():
            part = self._part(order, pk)
            self._row(self.producers[pk], order, Kind.RESERVED, taken)
            part.reserved_grams += taken
            self.producers[pk].reserved_grams += taken
        self.listing.reserved_grams += grams
        if to_accept:
            order.offered_grams += grams
        else:
            order.reserved_grams += grams
        if order.state == State.UNPROVED:
            self.listing.unproved_grams += grams

    def release(self, order: Order, grams: int) -> None:
        """Gives back so much of what is held and not confirmed; what was moved up goes first."""
        self._from_reserved(order, grams, Kind.RELEASED)
        if order.state == State.UNPROVED:
            self.listing.unproved_grams -= grams
        moved_up = min(grams, order.offered_grams)
        order.offered_grams -= moved_up
        order.reserved_grams -= grams - moved_up

    def confirm(self, order: Order) -> None:
        """Both sides are sure of what is reserved."""
        grams = order.reserved_grams
        for part, taken in self._from_reserved(order, grams, Kind.CONFIRMED):
            part.confirmed_grams += taken
            self.producers[part.producer_id].confirmed_grams += taken
        self.listing.confirmed_grams += grams
        order.reserved_grams -= grams
        order.confirmed_grams += grams

    def refuse(self, order: Order, grams: int, part: OrderPart | None = None) -> None:
        """So much that was confirmed is not handed over: it is free again. `part`: of this one alone."""
        for one, taken in _taken([part] if part is not None else self.parts(order), grams, "confirmed_grams"):
            self._row(self.producers[one.producer_id], order, Kind.REFUSED, taken)
            one.confirmed_grams -= taken
            self.producers[one.producer_id].confirmed_grams -= taken
        self.listing.confirmed_grams -= grams
        order.confirmed_grams -= grams

    def deliver(self, order: Order, part: OrderPart, weighed: int) -> None:
        """A part is handed over as it was weighed; what is lighter is free at once, what is heavier is taken from what its producer has."""
        producer = self.producers[part.producer_id]
        if extra := max(0, weighed - part.confirmed_grams):
            kept, order.reserved_grams = order.reserved_grams, 0
            self.reserve(order, extra, of=producer)
            self._row(producer, order, Kind.CONFIRMED, extra)
            for one in (part, producer, self.listing):
                one.reserved_grams -= extra
                one.confirmed_grams += extra
            order.reserved_grams, order.confirmed_grams = kept, order.confirmed_grams + extra
        if lighter := part.confirmed_grams - weighed:
            self.refuse(order, lighter, part)
        self._row(producer, order, Kind.DELIVERED, weighed)
        for each in (part, producer, self.listing, order):
            each.confirmed_grams -= weighed
            each.delivered_grams += weighed
        part.delivered_at = self.now

    def wait(self, order: Order, grams: int) -> None:
        """So much more of an order waits, or, less than nothing, no longer does."""
        order.waiting_grams += grams
        self.listing.waiting_grams += grams

    def settle(self, order: Order, end: str = State.CANCELLED) -> None:
        """Sets the state that follows from where an order's grams stand; `end`: what it is where none of them is anywhere."""
        self._orders.setdefault(order.pk, order)
        if order.state == State.UNPROVED and end == State.UNPROVED:
            return
        order.state = (
            State.OFFERED if order.offered_grams
            else State.RESERVED if order.reserved_grams
            else State.CONFIRMED if order.confirmed_grams
            else State.WAITING if order.waiting_grams
            else State.DELIVERED if order.delivered_grams
            else end
        )  # fmt: skip
        over = not (order.held_grams or order.waiting_grams)
        order.ended_at = (order.ended_at or self.now) if over else None

    def tell(self, kind: str, by: Any = None, about: Any = None, **data: Any) -> None:
        """What happened, for the record: of the listing, and of an order where `about` is one."""
        told = {"listing": self.listing.pk, **data}
        if isinstance(about, Order):
            told["order"] = about.pk
        self._entries.append(PendingEntry(kind, getattr(by, "pk", by), told, about=about))

    def write(self) -> None:
        """Stores all that moved, and records what happened. Call it once, at the end of the transaction."""
        parts = [part for of_order in self._parts.values() for part in of_order.values()]
        added = [part for part in parts if part.pk is None]
        give_keys_to(*[group for group in (self._rows, added) if not self._gave_key(group)])
        if self._entries:
            keys = self._keys.pop(Entry, None) if len(self._entries) == 1 else None
            record_in([(self.listing.stream, self._entries)], keys, with_entries=lambda: self._store(parts, added))
        else:
            with in_one_go(), as_one():
                self._store(parts, added)
        self._rows, self._entries, self._new = [], [], []

    def _gave_key(self, group: Sequence[models.Model]) -> bool:
        """Whether the key that was asked for before is enough."""
        keys = self._keys.pop(type(group[0]), None) if len(group) == 1 else None
        if keys is not None:
            give_keys(group, keys)
        return keys is not None

    def _store(self, parts: Sequence[OrderPart], added: Sequence[OrderPart]) -> None:
        insert_rows(self._new)
        insert_rows(self._rows)
        insert_rows(added)
        touched = {row.producer_id for row in self._rows}
        moved = {(row.order_id, row.producer_id) for row in self._rows}
        _store(Listing, _OF_LISTING, [self.listing])
        _store(Producer, _FIGURES, [one for one in self.producers.values() if one.pk in touched])
        _store(Order, _OF_ORDER, [order for order in self._orders.values() if order not in self._new])
        _store(OrderPart, _OF_PART, [part for part in parts if part not in added and (part.order_id, part.producer_id) in moved])

    def _part(self, order: Order, producer: int) -> OrderPart:
        self.parts(order)
        of_order = self._parts[order.pk]
        if producer not in of_order:
            of_order[producer] = OrderPart(order=order, producer=self.producers[producer])
        return of_order[producer]

    def _from_reserved(self, order: Order, grams: int, kind: str) -> list[tuple[OrderPart, int]]:
        taken = _taken(self.parts(order), grams, "reserved_grams")
        for part, of_part in taken:
            self._row(self.producers[part.producer_id], order, kind, of_part)
            part.reserved_grams -= of_part
            self.producers[part.producer_id].reserved_grams -= of_part
        self.listing.reserved_grams -= grams
        return taken

    def _row(self, producer: Producer, order: Order | None, kind: str, grams: int) -> None:
        if grams:
            self._rows.append(LedgerRow(listing=self.listing, producer=producer, order=order, kind=kind, grams=grams, at=self.now))


_PRODUCERS = Compiled[Producer](lambda listing: Producer.objects.filter(listing=listing).order_by("pk"))


def _store(model: type[models.Model], columns: Sequence[str], things: Sequence[Any]) -> None:
    """Stores these columns, a statement for all: an order is placed under a lock that others wait for."""
    update_rows(model, columns, [(*(_plain(getattr(thing, name)) for name in columns), thing.pk) for thing in things])


def _plain(value: Any) -> Any:
    return as_stored(value) if isinstance(value, datetime) else str(value) if isinstance(value, models.TextChoices) else value


def _taken(parts: Iterable[OrderPart], grams: int, column: str) -> list[tuple[OrderPart, int]]:
    """What each part gives of an amount, the last one first: what was added last goes first."""
    taken = []
    for part in reversed(list(parts)):
        if of_part := min(grams, getattr(part, column)):
            taken.append((part, of_part))
            grams -= of_part
    if grams:
        raise ValueError("more than is held")
    return taken
