"""An order is placed: looked at, reserved and entered in one transaction, under the listing's row. Never a gram over stock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, NotThere, TooMuch
from huiyin.db.compiled import Compiled
from huiyin.db.group_commit import in_group_commit
from huiyin.db.statements import in_one_go
from huiyin.feed.models import Share
from huiyin.journal import clocks
from huiyin.language.clean import TooLong, clean_words
from huiyin.market.actions.bookkeeping import Book
from huiyin.market.actions.serving import serve_waiting
from huiyin.market.models import Listing, Order, Place
from huiyin.market.order_codes import code_of, new_salt
from huiyin.market.refusals import Closed, Full
from huiyin.market.rules import may_see, takes_calls
from huiyin.market.weights import MOST
from huiyin.media.idempotency import KEY_LIMIT, content_digest, require_same
from huiyin.people import sms
from huiyin.people.models import Person
from huiyin.people.phones import clean_phone
from huiyin.people.queries import person_with_number

State, Take, Channel = Order.State, Order.Take, Order.Channel
UNPROVED = "market.unproved"
#: A held cart must not freeze a harvest: numbers that nobody proved hold for so long, all together so much of the stock, each so much.
PROVE_WITHIN, CALL_BACK_WITHIN = timedelta(minutes=15), timedelta(hours=4)
UNPROVED_SHARE, UNPROVED_NUMBER_SHARE = 5, 20  # one in five, one in twenty
NAME_LIMIT, SOURCE_LIMIT = 40, 40
MOST_WAITING = 20  # orders of one buyer that wait for one listing: whoever needs more orders more at once


@dataclass(slots=True)
class OrderDraft:
    """An order before it is placed. `take`: "all" or "part"; `place`: the name or the number of a place; `via`: a sharer's code;
    `source`: where a caller heard of it."""

    grams: int
    take: str = Take.PART
    min_grams: int = 0
    wait: bool = True
    name: str = ""
    phone: str = ""
    place: str | int | None = None
    via: str = ""
    source: str = ""
    pieces: int | None = None
    channel: str = Channel.PAGE
    key: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """An order that stands, with the code under which a stranger finds it. `again`: the same key came with the same order before."""

    order: Order
    code: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class _Buyer:
    person: Person | None
    name: str
    phone: str
    proved: bool
    channel: str


def place_order(pk: int, by: Person | None, draft: OrderDraft) -> Placed:
    """Orders something of a listing. Takes the listing's number, who orders (None: a stranger, whose number is to be proved) and what.

    The same key from the same person is the same order. Raises NotThere, Closed, Full (who does not want to wait), KeyUsed, NotAllowed
    for another's number without taking calls, Invalid with the field.
    """
    digest = content_digest(draft) if draft.key else b""
    return in_group_commit(f"listing:{pk}", lambda: _place_locked(pk, by, draft, digest))


def _place_locked(pk: int, by: Person | None, draft: OrderDraft, digest: bytes) -> Placed:
    try:
        listing = Listing.locked(pk)
    except Listing.DoesNotExist:
        raise NotThere from None
    if not may_see(by, listing):
        raise NotThere
    with in_one_go():
        before = _ask_before(listing, by, draft)
        book = Book(listing, placing=True)
        first = before()
    if first is not None:
        require_same(first.digest, digest)
        first.listing = listing
        return Placed(first, code_of(first), again=True)
    if not listing.takes_orders():
        raise Closed
    buyer = _buyer(listing, by, draft)
    _check(listing, draft, buyer)
    order = _enter(book, by, draft, buyer, digest)
    book.write()
    return Placed(order, code_of(order))


def _ask_before(listing: Listing, by: Person | None, draft: OrderDraft) -> Callable[[], Order | None]:
    """Asks for what came under this key before; gives what fetches it."""
    if not draft.key:
        return lambda: None
    key = draft.key[:KEY_LIMIT]
    found = _BEFORE.ask(listing.pk, by.pk, key) if by is not None else _BEFORE_OF_STRANGER.ask(listing.pk, key)
    return lambda: next(iter(found()), None)


_KEYED = Order.objects.select_related("place", "person")
_BEFORE = Compiled[Order](lambda listing, by, key: _KEYED.filter(listing=listing, placed_by=by, key=key))
_BEFORE_OF_STRANGER = Compiled[Order](lambda listing, key: _KEYED.filter(listing=listing, placed_by=None, key=key))


def _buyer(listing: Listing, by: Person | None, draft: OrderDraft) -> _Buyer:
    name, source = _line(draft.name, NAME_LIMIT, "name"), _line(draft.source, SOURCE_LIMIT, "source")
    draft.source = source
    if by is None:
        if not name:
            raise Invalid(_("Say by what name you will fetch it."), field="name")
        return _Buyer(None, name, clean_phone(draft.phone), proved=False, channel=Channel.PAGE)
    if not draft.phone or (phone := clean_phone(draft.phone)) == by.phone:
        return _Buyer(by, "", "", proved=True, channel=draft.channel)
    if not takes_calls(by, listing):
        raise NotAllowed(_("An order for somebody else's number is taken by whoever answers the telephone for it."))
    known = person_with_number(phone)
    if known is None and not name:
        raise Invalid(_("Say by what name it will be fetched."), field="name")
    return _Buyer(known, name, phone, proved=True, channel=Channel.PHONE)


def _check(listing: Listing, draft: OrderDraft, buyer: _Buyer) -> None:
    if not 1 <= draft.grams <= MOST:
        raise Invalid(_("Say how much it should be."), field="grams")
    if draft.grams < listing.min_grams:
        raise Invalid(_("This is less than the least that can be ordered here."), field="grams", min_grams=listing.min_grams)
    if draft.take not in Take.values:
        raise Invalid(field="take")
    if not 0 <= draft.min_grams <= draft.grams:
        raise Invalid(_("The least cannot be more than what is ordered."), field="min_grams")
    check_most(listing, buyer.person, buyer.phone, draft.grams)
    if buyer.proved and draft.wait:
        check_waiting(listing, buyer.person, buyer.phone, draft.grams)


def check_most(listing: Listing, person: Person | None, phone: str, grams: int) -> None:
    """Refuses, with Invalid, what is more than one number may order. Numbers nobody proved count for nobody, or a stranger would fill
    another's share; so it is asked again when one is proved."""
    if listing.most_grams is None:
        return
    held = _grams_of(_orders_of(listing, person, phone).exclude(state=State.UNPROVED))
    if held + grams > listing.most_grams:
        raise Invalid(_("Each number can order only so much here, so that there is something for many."), field="grams",
                      most_grams=listing.most_grams)  # fmt: skip


def check_waiting(listing: Listing, person: Person | None, phone: str, grams: int) -> None:
    """Refuses, with Invalid, one more order that has to wait of a buyer of whom so many wait already: each newcomer is reckoned behind them
    all."""
    if not listing.waiting_grams and listing.free_grams >= grams:
        return
    if _orders_of(listing, person, phone).filter(waiting_grams__gt=0).count() >= MOST_WAITING:
        raise Invalid(_("So many of your orders wait here already. Cancel one of them, or wait until one moves up."), field="wait",
                      most_waiting=MOST_WAITING)  # fmt: skip


def _orders_of(listing: Listing, person: Person | None, phone: str) -> QuerySet[Order]:
    """What stands of somebody, by account and by number together: it is the same buyer who calls and who signs in."""
    number = phone or (person.phone if person is not None else "") or ""
    known = person or person_with_number(number)
    theirs = Q(phone=number) if number else Q()
    if known is not None:
        theirs |= Q(person=known)
    return Order.objects.filter(theirs, listing=listing, ended_at=None)


def _grams_of(orders: QuerySet[Order]) -> int:
    sums = orders.aggregate(r=Sum("reserved_grams"), o=Sum("offered_grams"), c=Sum("confirmed_grams"), w=Sum("waiting_grams"))
    return sum(grams or 0 for grams in sums.values())


def _enter(book: Book, by: Person | None, draft: OrderDraft, buyer: _Buyer, digest: bytes) -> Order:
    listing = book.listing
    listing.orders_count += 1
    order = Order(
        listing=listing, number=f"{listing.pk}-{listing.orders_count}", salt=new_salt(), person=buyer.person, name=buyer.name,
        phone=buyer.phone, placed_by=by, channel=buyer.channel, share=_share(listing, draft.via), source=draft.source,
        place=_fetched_at(listing, draft.place), grams=draft.grams, pieces=draft.pieces, take=draft.take, waits=draft.wait,
        min_grams=draft.min_grams if draft.take == Take.PART else 0, state=State.WAITING if buyer.proved else State.UNPROVED,
        line_place=0, key=draft.key[:KEY_LIMIT], digest=digest, at=book.now,
    )  # fmt: skip
    if buyer.channel == Channel.PHONE:
        order.buyer_confirmed_at = book.now  # they said so to whoever typed it
    order.line_place = _next_place(listing)
    book.new(order)
    if buyer.proved:
        take_place(book, order)
    else:
        _hold_unproved(book, order, buyer)
    book.tell("order.placed", by=by, about=order, grams=order.grams, state=order.state, channel=order.channel)
    return order


def take_place(book: Book, order: Order) -> None:
    """An order whose buyer is known takes its turn: what is free, if nobody waits before it; the rest waits, or is refused.

    Raises Full where nothing, or too little, can be had and it does not wait; then nothing of it may be stored.
    """
    listing = book.listing
    if listing.waiting_grams:
        book.wait(order, order.grams)
        serve_waiting(book, newcomer=order)
    elif (free := listing.free_grams) >= order.grams:
        book.reserve(order, order.grams)
    elif free > 0 and order.take == Take.PART and free >= order.min_grams:
        book.reserve(order, free)
        book.wait(order, order.grams - free)
    else:
        book.wait(order, order.grams)
        if order.waits and free > 0:
            serve_waiting(book, newcomer=order)
    if order.waiting_grams and not order.waits:
        if not order.reserved_grams:
            raise Full(free_grams=listing.free_grams)
        book.wait(order, -order.waiting_grams)
    book.settle(order)


def _hold_unproved(book: Book, order: Order, buyer: _Buyer) -> None:
    """A number nobody has proved holds for a limited time, and within a limited share; beyond it nothing is held until it is proved."""
    listing = book.listing
    if not order.waits and (listing.waiting_grams or listing.free_grams < order.grams):
        raise Full(free_grams=listing.free_grams)
    own_most = max(listing.offered_grams // UNPROVED_NUMBER_SHARE, listing.min_grams)
    fits = not listing.waiting_grams and order.grams <= listing.free_grams
    within = (listing.unproved_grams + order.grams) * UNPROVED_SHARE <= listing.offered_grams
    unproved = Order.objects.filter(listing=listing, phone=buyer.phone, state=State.UNPROVED)
    if fits and within and _grams_of(unproved) + order.grams <= own_most:
        book.reserve(order, order.grams)
    try:
        sms.require_channel()
        until = PROVE_WITHIN
    except sms.NoGateway:
        until = CALL_BACK_WITHIN
    clocks.schedule(UNPROVED, f"order:{order.pk}", book.now + until)
    book.settle(order, State.UNPROVED)


def _next_place(listing: Listing) -> int:
    listing.last_place += 1
    return listing.last_place


def _share(listing: Listing, code: str) -> Share | None:
    """The branch that brought it, of the listing's own cascade. A code nobody knows, or of something else, loses no order."""
    if not code:
        return None
    begins = listing.moment.begins
    return Share.objects.filter(Q(moment=begins) | Q(moment__root=begins), code=code).first()


def _fetched_at(listing: Listing, said: str | int | None) -> Place | None:
    if said is None or said == "":
        return None
    place = next((one for one in listing.places.all() if said in (one.pk, one.name, str(one.pk))), None)
    if place is None:
        raise Invalid(_("This is none of the places where it can be had."), field="place")
    return place


def _line(text: str, limit: int, field: str) -> str:
    try:
        return clean_words(text, limit)
    except TooLong as error:
        words = _("This has %(length)s characters; %(limit)s fit.") % {"length": error.length, "limit": limit}
        raise TooMuch(words, field=field) from error
