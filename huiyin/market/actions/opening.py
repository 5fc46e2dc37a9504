"""A listing is opened on a moment, proposed, taken up, closed."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere, TooMuch
from huiyin.feed.models import Moment
from huiyin.journal import clocks
from huiyin.journal.models import Stream
from huiyin.language.clean import TooLong, clean_words
from huiyin.market.actions.bookkeeping import Book
from huiyin.market.actions.orders import expire
from huiyin.market.models import Certificate, Listing, Order, Place, Producer
from huiyin.market.moves import LISTING_MOVES, ORDER_MOVES
from huiyin.market.rules import may_move_listing, may_open, sees_moment
from huiyin.market.weights import MOST
from huiyin.media.idempotency import KEY_LIMIT, content_digest, require_same
from huiyin.media.models import Upload
from huiyin.people.models import Person, Unit
from huiyin.people.queries import posts_held
from huiyin.people.rules import is_official, require

State = Listing.State
CLOSE = "market.close"
LONGEST = timedelta(days=3660)
PRODUCERS_LIMIT, PLACES_LIMIT, CERTIFICATES_LIMIT = 100, 20, 9
TITLE_LIMIT, ABOUT_LIMIT, PLACE_LIMIT = 60, 500, 60


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """Where it can be had, and from when to when."""

    name: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CertificateDraft:
    """A paper: the key of its picture, what it is, its number."""

    upload: str
    name: str
    number: str = ""


@dataclass(slots=True)
class ListingDraft:
    """A listing before it is opened. `producers`: (person's number, grams); none: whoever answers for it offers all of it."""

    title: str
    stock_grams: int
    closes_at: datetime
    answers_for: int
    min_grams: int = 1
    most_grams: int | None = None
    per: str = Listing.Per.JIN
    price_fen: int | None = None
    about: str = ""
    piece_from_grams: int | None = None
    piece_to_grams: int | None = None
    producers: Sequence[tuple[int, int]] = ()
    places: Sequence[PlaceDraft] = ()
    certificates: Sequence[CertificateDraft] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A listing; `again`: the same key came with the same listing before."""

    listing: Listing
    again: bool = False


def open_listing(moment_id: int, by: Person, draft: ListingDraft) -> Opened:
    """Hangs a listing on a moment. An official's is open at once; anybody else's is a proposal until whoever is to answer takes it up.

    Raises NotThere, NotAllowed, KeyUsed, Invalid with the field.
    """
    digest = content_digest(moment_id, draft) if draft.key else b""
    with transaction.atomic():
        moment = Moment.objects.select_for_update(of=("self",)).select_related("account").filter(pk=moment_id).first()
        if moment is None or not sees_moment(by, moment):
            raise NotThere
        if first := Listing.objects.filter(by=by, key=draft.key[:KEY_LIMIT]).first() if draft.key else None:
            require_same(first.digest, digest)
            return Opened(first, again=True)
        require(may_open(by, moment) or (is_official(by) and draft.answers_for == by.pk))
        _check(draft)
        answers_for = _answering(draft.answers_for)
        stocks = _stocks(draft, answers_for)
        listing = Listing.objects.create(
            stream=Stream.objects.create(key=f"listing:{secrets.token_hex(8)}"), moment=moment, by=by, answers_for=answers_for,
            unit=_unit(moment, answers_for), title=draft.title, about=draft.about,
            state=State.OPEN if is_official(by) else State.PROPOSED, per=draft.per, price_fen=draft.price_fen,
            min_grams=draft.min_grams, most_grams=draft.most_grams, piece_from_grams=draft.piece_from_grams,
            piece_to_grams=draft.piece_to_grams, closes_at=draft.closes_at, key=draft.key[:KEY_LIMIT], digest=digest,
        )  # fmt: skip
        _hang_on(listing, draft, by)
        book = Book(listing)
        for producer in book.producers.values():
            book.offer(producer, stocks[producer.person_id])
        book.tell("listing.opened" if listing.state == State.OPEN else "listing.proposed", by=by, about=listing,
                  grams=draft.stock_grams)  # fmt: skip
        book.write()
        clocks.schedule(CLOSE, f"listing:{listing.pk}", listing.closes_at)
    return Opened(listing)


def _check(draft: ListingDraft) -> None:
    for name, limit in (("title", TITLE_LIMIT), ("about", ABOUT_LIMIT)):
        try:
            setattr(draft, name, clean_words(getattr(draft, name), limit))
        except TooLong as error:
            words = _("This has %(length)s characters; %(limit)s fit.") % {"length": error.length, "limit": limit}
            raise TooMuch(words, field=name) from error
    if not draft.title:
        raise Invalid(_("Say what is offered."), field="title")
    if not 1 <= draft.stock_grams <= MOST:
        raise Invalid(_("Say how much there is."), field="stock_grams")
    if not 1 <= draft.min_grams <= draft.stock_grams:
        raise Invalid(_("The least order cannot be more than there is."), field="min_grams")
    if draft.most_grams is not None and draft.most_grams < draft.min_grams:
        raise Invalid(_("What a number may order at most cannot be less than the least order."), field="most_grams")
    if draft.per not in Listing.Per.values:
        raise Invalid(field="per")
    if not timezone.now() < draft.closes_at <= timezone.now() + LONGEST:
        raise Invalid(_("The day on which it closes must lie ahead of us, within ten years."), field="closes_at")
    _check_piece(draft)
    for limit, field in ((PRODUCERS_LIMIT, "producers"), (PLACES_LIMIT, "places"), (CERTIFICATES_LIMIT, "certificates")):
        if len(getattr(draft, field)) > limit:
            raise TooMuch(_("These are too many: at most %(limit)s.") % {"limit": limit}, field=field)


def _check_piece(draft: ListingDraft) -> None:
    low, high = draft.piece_from_grams, draft.piece_to_grams
    if (low is None) != (high is None) or (low is not None and high is not None and not 1 <= low <= high):
        raise Invalid(_("Say from what weight to what weight one piece is."), field="piece_from_grams")


def _answering(pk: int) -> Person:
    person = Person.objects.filter(pk=pk).first()
    if person is None or not is_official(person):
        raise Invalid(_("An official answers for it: name one."), field="answers_for")
    return person


def _stocks(draft: ListingDraft, answers_for: Person) -> dict[int, int]:
    """Grams by producer. Raises Invalid where they are not the stock, or not here."""
    stocks = dict(draft.producers)
    if not stocks:
        return {answers_for.pk: draft.stock_grams}
    rest = draft.stock_grams - sum(stocks.values())
    if len(stocks) != len(draft.producers) or rest < 0 or min(stocks.values()) < 1:
        raise Invalid(_("The producers have no more than the stock together, each named once."), field="producers")
    if Person.objects.filter(pk__in=stocks, erased_at=None).count() != len(stocks):
        raise Invalid(_("This person is not here."), field="producers")
    if rest:  # what no producer is named for is offered by whoever answers for it
        stocks[answers_for.pk] = stocks.get(answers_for.pk, 0) + rest
    return stocks


def _unit(moment: Moment, answers_for: Person) -> Unit | None:
    """Whose officials take calls for it: of the account whose moment it is, else of a post. Always one in which whoever answers for it
    holds a post, or acts for one; without any it has none."""
    posts = posts_held([answers_for.pk])
    if moment.account is not None and any(one.unit_id == moment.account.unit_id for one in posts):
        return moment.account.unit
    held = next((one for one in posts if not one.delegated), None)
    return held.post.unit if held is not None else None


def _hang_on(listing: Listing, draft: ListingDraft, by: Person) -> None:
    stocks = _stocks(draft, listing.answers_for)
    Producer.objects.bulk_create([Producer(listing=listing, person_id=person) for person in sorted(stocks)])
    places = [(clean_words(one.name, 10_000)[:PLACE_LIMIT], one) for one in draft.places]
    if any(not name or (one.starts_at and one.ends_at and one.ends_at < one.starts_at) for name, one in places):
        raise Invalid(_("Each place has a name, and its time ends after it begins."), field="places")
    Place.objects.bulk_create(
        [Place(listing=listing, name=name, starts_at=one.starts_at, ends_at=one.ends_at) for name, one in places]
    )
    for paper in draft.certificates:
        upload = Upload.objects.filter(key=paper.upload, owner=by, kind=Upload.Kind.PHOTO, claimed_at=None, erased_at=None).first()
        if upload is None:
            raise Invalid(_("This picture is not here any more. Choose it once more."), field="certificates")
        upload.claimed_at = timezone.now()
        upload.save(update_fields=["claimed_at"])
        Certificate.objects.create(listing=listing, upload=upload, name=paper.name[:40], number=paper.number[:60])


@LISTING_MOVES.makes("take_up")
def take_up(pk: int, by: Person) -> Listing:
    """Whoever is to answer for a proposed listing takes it up: from now on it is open. Raises NotThere, NotAllowed."""
    with transaction.atomic():
        listing = locked_listing(pk)
        require(may_move_listing(by, listing, "take_up"))
        if LISTING_MOVES.leads("take_up", listing.state):
            book = Book(listing)
            listing.state = LISTING_MOVES.after("take_up", listing.state)
            book.tell("listing.opened", by=by, about=listing, grams=listing.offered_grams)
            book.write()
    return listing


@LISTING_MOVES.makes("close")
def close_listing(pk: int, by: Person | None) -> Listing:
    """No more orders are taken; who waits, or has not proved their number, is let go. What is reserved goes on to be handed over.

    Takes who closes it; None: its day has come. Raises NotThere, NotAllowed.
    """
    with transaction.atomic():
        listing = locked_listing(pk)
        require(by is None or may_move_listing(by, listing, "close"))
        if not LISTING_MOVES.leads("close", listing.state):
            return listing
        book = Book(listing)
        listing.state, listing.closed_at = LISTING_MOVES.after("close", listing.state), book.now
        for order in Order.objects.filter(listing=listing, state=Order.State.UNPROVED):
            order.listing = listing
            expire(book, order)
        for order in book.waiting():
            _end_waiting(book, order)
        clocks.cancel(CLOSE, f"listing:{listing.pk}")
        book.tell("listing.closed", by=by, about=listing, grams=listing.free_grams)
        book.write()
    return listing


@ORDER_MOVES.makes("close")
def _end_waiting(book: Book, order: Order) -> None:
    grams = order.waiting_grams
    book.wait(order, -grams)
    order.waited_for_since = None
    book.settle(order, Order.State.EXPIRED)
    book.tell("order.expired", about=order, grams=grams)


def locked_listing(pk: int) -> Listing:
    """Gives the listing with its locks taken. Raises NotThere."""
    try:
        return Listing.locked(pk)
    except Listing.DoesNotExist:
        raise NotThere from None
