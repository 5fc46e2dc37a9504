"""What can happen to listings and orders: one row a kind, with all that the house says of it. Numbers and names of buyers are in none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy

from huiyin.feed.models import Moment
from huiyin.feed.rules import visible_to
from huiyin.journal.event_types import EventType, Labels, NoticeType, Recipient, Step, StreamType, Subject, WebhookEvent
from huiyin.journal.models import Entry
from huiyin.market.models import Listing, Order
from huiyin.market.rules import answered_by, takes_calls
from huiyin.people.models import Person
from huiyin.people.queries import holders_of_units

FIELDS = Labels(
    listing=pgettext_lazy("part of an entry", "listing"),
    order=pgettext_lazy("part of an entry", "order"),
    grams=pgettext_lazy("part of an entry", "grams"),
    missing=pgettext_lazy("part of an entry", "grams that were missing"),
    state=pgettext_lazy("part of an entry", "state"),
    channel=pgettext_lazy("part of an entry", "how it came"),
    rule=pgettext_lazy("part of an entry", "rule"),
    handover=pgettext_lazy("part of an entry", "handover"),
    **{"from": pgettext_lazy("part of an entry", "from")},
    to=pgettext_lazy("part of an entry", "to"),
)


def _order(entry: Entry) -> Order:
    return entry.about if isinstance(entry.about, Order) else Order.objects.get(pk=entry.data["order"])


def _listing(entry: Entry) -> Listing:
    return entry.about if isinstance(entry.about, Listing) else Listing.objects.get(pk=entry.data["listing"])


def _to_buyer(notice: str) -> Any:
    def told(entry: Entry) -> Iterator[Recipient]:
        buyer = _order(entry).person_id
        if buyer is not None and buyer != entry.by_id:
            yield Recipient(buyer, notice)

    return told


def _to_who_answers(notice: str) -> Any:
    def told(entry: Entry) -> Iterable[Recipient]:
        listing = _listing(entry)
        people = [listing.answers_for] if takes_calls(listing.answers_for, listing) else _holders(listing)
        return [Recipient(one.pk, notice) for one in people or [listing.answers_for] if one.pk != entry.by_id]

    return told


def _holders(listing: Listing) -> list[Person]:
    """Who holds a post in the unit now: it is theirs, where whoever answered for it has left."""
    return holders_of_units([listing.unit_id]) if listing.unit_id is not None else []


def _unanswered(entry: Entry) -> Iterable[Recipient]:
    return [Recipient(one.pk, "listing.unanswered") for one in _holders(_listing(entry))]


def _to_producers(entry: Entry) -> Iterator[Recipient]:
    for pk in _listing(entry).producers.values_list("person", flat=True):
        if pk != entry.by_id:
            yield Recipient(pk, "listing.opened")


def _subjects(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    seen = Q(moment__in=Moment.objects.filter(visible_to(person)), state__in=(Listing.State.OPEN, Listing.State.CLOSED))
    part = Q(by=person) | Q(pk__in=answered_by(person).values("pk")) | Q(producers__person=person) | Q(orders__person=person)
    found = Listing.objects.filter(seen | part, stream__in=streams).distinct()
    return {one.stream_id: Subject(reverse("listing", args=[one.pk]), {"title": one.title}) for one in found}


def _to_order(entry: Entry, _subject: Subject) -> str:
    return reverse("order", args=[entry.data["order"]])


_GRAMS = ("offered", "reserved", "confirmed", "delivered", "free", "waiting")
_FIGURES = {"listing": {
    "id": ("integer", "The number of the listing."), "moment": ("integer", "The number of the moment it hangs on."),
    "state": ("string", "Where it stands: proposed, open, closed."),
    **{f"{name}_grams": ("integer", f"How much is {name}, in grams.") for name in _GRAMS},
}}  # fmt: skip
_ORDER = {"order": {
    "id": ("integer", "The number of the order."), "listing": ("integer", "The number of the listing."),
    "number": ("string", "Its number as people say it."), "state": ("string", "Where it stands, as GET /api/v1/orders/… says it."),
    "grams": ("integer", "How much was ordered, in grams."), "delivered_grams": ("integer", "How much was handed over, in grams."),
    "share": ("integer", "The number of the share that brought it; null where none did."),
}}  # fmt: skip


def _figures(entry: Entry) -> dict[str, Any]:
    one = _listing(entry)
    return {
        "listing": {
            "id": one.pk, "moment": one.moment_id, "state": one.state, "offered_grams": one.offered_grams,
            "reserved_grams": one.reserved_grams, "confirmed_grams": one.confirmed_grams, "delivered_grams": one.delivered_grams,
            "free_grams": one.free_grams, "waiting_grams": one.waiting_grams,
        }
    }  # fmt: skip


def _ordered(entry: Entry) -> dict[str, Any]:
    one = _order(entry)
    return {
        "order": {
            "id": one.pk, "listing": one.listing_id, "number": one.number, "state": one.state, "grams": one.grams,
            "delivered_grams": one.delivered_grams, "share": one.share_id,
        }
    }  # fmt: skip


def _notice(name: str, family: str, icon: str, look: str, words: Any) -> tuple[NoticeType, ...]:
    return (NoticeType(name, family, icon, look, words),)


LISTINGS = [
    EventType("listing.proposed", FIELDS("listing", "grams"), pgettext_lazy("kind of entry", "Listing proposed"),
              step=Step(gettext_lazy("Proposed"), "near"),
              notices=_notice("listing.proposed", "mine", "tasks", "late",
                              pgettext_lazy("notice", "%(by)s proposes to sell, and asks you to answer for it: %(title)s")),
              notifies=_to_who_answers("listing.proposed")),
    EventType("listing.opened", FIELDS("listing", "grams"), pgettext_lazy("kind of entry", "Listing opened"),
              step=Step(gettext_lazy("Opened")),
              notices=_notice("listing.opened", "answers", "ok", "calm", pgettext_lazy("notice", "Your produce is offered: %(title)s")),
              notifies=_to_producers, webhook=WebhookEvent("listing.opened", gettext_lazy("A listing was opened"), _figures, _FIGURES)),
    EventType("listing.stock_set", FIELDS("listing", "grams", "rule"), pgettext_lazy("kind of entry", "Stock corrected"),
              step=Step(gettext_lazy("Stock corrected"), "near"),
              webhook=WebhookEvent("listing.stock_set", gettext_lazy("The stock of a listing was corrected"), _figures, _FIGURES)),
    EventType("listing.closed", FIELDS("listing", "grams"), pgettext_lazy("kind of entry", "Listing closed"),
              step=Step(gettext_lazy("Closed"), "done"),
              webhook=WebhookEvent("listing.closed", gettext_lazy("A listing was closed"), _figures, _FIGURES)),
    EventType("listing.handed_over", FIELDS("listing", "handover", "from", "to"),
              pgettext_lazy("kind of entry", "Somebody else answers for the listing"), step=Step(gettext_lazy("Handed over")),
              acted_on=True),
    EventType("listing.answered_for", FIELDS("listing", "from", "to"), pgettext_lazy("kind of entry", "Taken up: somebody answers again"),
              step=Step(gettext_lazy("Answered for again")), acted_on=True),
    EventType("listing.unanswered", FIELDS("listing"), pgettext_lazy("kind of entry", "Nobody answers for the listing"),
              step=Step(gettext_lazy("Nobody answers for it"), "late"),
              notices=_notice("listing.unanswered", "mine", "alert", "late",
                              pgettext_lazy("notice", "Who answered for it has left, and nobody has taken it up: %(title)s")),
              notifies=_unanswered),
]  # fmt: skip
ORDERS = [
    EventType("order.placed", FIELDS("listing", "order", "grams", "state", "channel"), pgettext_lazy("kind of entry", "Order placed"),
              webhook=WebhookEvent("order.placed", gettext_lazy("Something was ordered"), _ordered, _ORDER)),
    EventType("order.proved", FIELDS("listing", "order", "state"), pgettext_lazy("kind of entry", "Number of an order proved")),
    EventType("order.confirmed", FIELDS("listing", "order", "grams", "state"), pgettext_lazy("kind of entry", "Order confirmed"),
              notices=_notice("order.confirmed", "answers", "ok", "done",
                              pgettext_lazy("notice", "Your order was confirmed: %(title)s")),
              notifies=_to_buyer("order.confirmed"), href=_to_order,
              webhook=WebhookEvent("order.confirmed", gettext_lazy("One side confirmed an order"), _ordered, _ORDER), acted_on=True),
    EventType("order.offered", FIELDS("listing", "order", "grams"), pgettext_lazy("kind of entry", "Moved up from the waiting list"),
              notices=_notice("order.offered", "mine", "clock", "near",
                              pgettext_lazy("notice", "You moved up: accept what is kept for you of %(title)s")),
              notifies=_to_buyer("order.offered"), href=_to_order,
              webhook=WebhookEvent("order.offered", gettext_lazy("An order moved up from the waiting list"), _ordered, _ORDER)),
    EventType("order.passed", FIELDS("listing", "order", "missing"),
              pgettext_lazy("kind of entry", "Passed over on the waiting list: it does not fit; the place is kept")),
    EventType("order.accepted", FIELDS("listing", "order", "grams"), pgettext_lazy("kind of entry", "Accepted after moving up"),
              acted_on=True),
    EventType("order.heavier", FIELDS("listing", "order", "missing"),
              pgettext_lazy("kind of entry", "Weighed heavier than what is left"),
              notices=_notice("order.heavier", "mine", "alert", "late",
                              pgettext_lazy("notice", "%(by)s weighed more than is left: raise the stock of %(title)s, if there is more")),
              notifies=_to_who_answers("order.heavier"), href=_to_order),
    EventType("order.cut", FIELDS("listing", "order", "grams"), pgettext_lazy("kind of entry", "Order cut: there is less than was thought"),
              notices=_notice("order.cut", "answers", "alert", "near",
                              pgettext_lazy("notice", "There is less than was thought; your order was cut: %(title)s")),
              notifies=_to_buyer("order.cut"), href=_to_order),
    EventType("order.delivered", FIELDS("listing", "order", "grams"), pgettext_lazy("kind of entry", "Handed over as weighed"),
              webhook=WebhookEvent("order.delivered", gettext_lazy("An order, or a part of it, was handed over"), _ordered, _ORDER)),
    EventType("order.cancelled", FIELDS("listing", "order", "grams"), pgettext_lazy("kind of entry", "Order cancelled"),
              webhook=WebhookEvent("order.cancelled", gettext_lazy("An order was cancelled"), _ordered, _ORDER), acted_on=True),
    EventType("order.expired", FIELDS("listing", "order", "grams"),
              pgettext_lazy("kind of entry", "Order, or what was offered to it, expired"),
              notices=_notice("order.expired", "answers", "clock", "near",
                              pgettext_lazy("notice", "What was kept for you went to the next: %(title)s")),
              notifies=_to_buyer("order.expired"), href=_to_order),
]  # fmt: skip
EVENTS = [*LISTINGS, *ORDERS]
STREAMS = [StreamType("listing", gettext_lazy("Listings and orders"), _subjects)]
