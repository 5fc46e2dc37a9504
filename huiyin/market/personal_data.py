"""What of listings and orders is about a person: what becomes of it, what must be settled first, what goes into a copy and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huiyin.core.personal_data import Blocker, BlockerKind, CopyPart, Erased, Fate, PersonalData, PieceByPiece, RetentionKind, Row, at
from huiyin.db.batches import update_some
from huiyin.market.models import Listing, Order, Producer
from huiyin.people.models import Person

#: A buyer without an account asked for goods, not to be remembered: half a year for complaints, then name and number go.
NAMES_KEPT = timedelta(days=183)
_LEDGER = "what was offered, ordered and handed over stays in grams, under a number that names nobody"
PERSONAL_DATA = [
    PersonalData("market.listing", "an office answered for what was sold", {"by": Fate.KEPT, "answers_for": Fate.KEPT}),
    PersonalData("market.producer", _LEDGER, {"person": Fate.EMPTIED}),
    PersonalData("market.place", "a place and a time"),
    PersonalData("market.certificate", "a paper of the produce"),
    PersonalData("market.order", _LEDGER, {"person": Fate.EMPTIED, "placed_by": Fate.KEPT}),
    PersonalData("market.orderpart", _LEDGER),
    PersonalData("market.ledgerrow", _LEDGER),
    PersonalData("market.keyedmove", "tells a repetition from something else, for nobody but them", {"person": Fate.REMOVED}),
]


def _open_listings(person: Person, named: bool) -> Iterator[Blocker]:
    for listing in Listing.objects.filter(answers_for=person).exclude(state=Listing.State.CLOSED).order_by("pk"):
        yield Blocker(listing.title if named else f"№ {listing.pk}", reverse("listing", args=[listing.pk]))


def _open_orders(person: Person, named: bool) -> Iterator[Blocker]:
    mine = Q(person=person) | Q(parts__producer__person=person)
    for order in Order.objects.filter(mine, ended_at=None).select_related("listing").distinct().order_by("pk"):
        yield Blocker(f"{order.listing.title} {order.number}" if named else f"№ {order.number}", reverse("order", args=[order.pk]))


def _empty_orders(erased: Erased) -> tuple[int, int] | None:
    rows = Order.objects.filter(person=erased.person).exclude(name="", phone="")
    return (0, 0) if update_some(rows, name="", phone="") else None


def _called(erased: Erased) -> tuple[int, int] | None:
    """What they ordered by telephone before they had an account."""
    rows = Order.objects.filter(phone=erased.phone).exclude(phone="") if erased.phone else Order.objects.none()
    return (0, 0) if update_some(rows, name="", phone="") else None


def _ordered(person: Person) -> Iterator[Row]:
    for order in Order.objects.filter(person=person).select_related("listing").order_by("pk"):
        yield {
            "at": at(order.at), "title": order.listing.title, "number": order.number, "grams": order.grams,
            "delivered_grams": order.delivered_grams, "state": str(Order.State(order.state).label), "name": order.name,
            "phone": order.phone,
        }  # fmt: skip


def _offered(person: Person) -> Iterator[Row]:
    for share in Producer.objects.filter(person=person).select_related("listing").order_by("pk"):
        yield {
            "at": at(share.listing.opened_at), "title": share.listing.title, "offered_grams": share.offered_grams,
            "delivered_grams": share.delivered_grams,
        }  # fmt: skip


def _old(now: datetime) -> QuerySet[Order]:
    return Order.objects.filter(person=None, ended_at__lte=now - NAMES_KEPT).exclude(name="", phone="")


BLOCKERS = [BlockerKind("listings", 36, _open_listings), BlockerKind("orders", 37, _open_orders)]
ERASED_AFTER = [PieceByPiece("orders", 53, _empty_orders), PieceByPiece("called_orders", 54, _called)]
COPY = [
    CopyPart("orders", "ordered", pgettext_lazy("part of my data", "Orders"), 80, _ordered),
    CopyPart("orders", "offered", pgettext_lazy("part of my data", "What I offered"), 81, _offered),
]
RETENTION = [
    RetentionKind(
        "buyers", "market.order", pgettext_lazy("what is kept for a time", "Names and numbers of buyers without an account"), 96,
        lambda now: _old(now).count(), lambda now: update_some(_old(now), name="", phone=""),
    ),
]  # fmt: skip
