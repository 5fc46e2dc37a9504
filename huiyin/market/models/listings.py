"""助销: produce offered by weight on a moment, its producers, its places, its certificates."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.db.compiled import Compiled
from huiyin.feed.models import Moment
from huiyin.journal.models import Stream
from huiyin.media.models import Upload
from huiyin.people.models import Unit


class Stock(models.Model):
    """The figures of a stock in grams, each a sum of ledger rows, kept in the transaction that writes these.

    What is free is never kept: offered − reserved − confirmed − delivered. The database itself refuses a row in which it were negative.
    """

    offered_grams = models.BigIntegerField(default=0)
    reserved_grams = models.BigIntegerField(default=0)
    confirmed_grams = models.BigIntegerField(default=0)
    delivered_grams = models.BigIntegerField(default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(reserved_grams__gte=0, confirmed_grams__gte=0, delivered_grams__gte=0)
                & Q(offered_grams__gte=F("reserved_grams") + F("confirmed_grams") + F("delivered_grams")),
                name="%(class)s_never_over_stock",
            )
        ]

    @property
    def free_grams(self) -> int:
        """What nobody has ordered yet."""
        return self.offered_grams - self.reserved_grams - self.confirmed_grams - self.delivered_grams

    @property
    def ordered_grams(self) -> int:
        """What is held for somebody or delivered."""
        return self.offered_grams - self.free_grams


class Listing(Stock):
    """What is offered on a moment, by whom, until when; who answers for it. Its row, with its stream's, is the lock of all its orders."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("state of a listing", "Proposed")
        OPEN = "open", pgettext_lazy("state of a listing", "Open")
        CLOSED = "closed", pgettext_lazy("state of a listing", "Closed")

    class Per(models.TextChoices):
        JIN = "jin", pgettext_lazy("unit of weight", "jin")
        KG = "kg", pgettext_lazy("unit of weight", "kg")
        T = "t", pgettext_lazy("unit of weight", "t")

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="listing")
    moment = models.ForeignKey(Moment, on_delete=models.PROTECT, related_name="listings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    answers_for = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")  # whose officials take calls for it
    title = models.CharField(_("title"), max_length=60)
    about = models.CharField(_("about"), max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    per = models.CharField(max_length=3, choices=Per, default=Per.JIN)  # the unit in which it is spoken of, and priced
    price_fen = models.PositiveIntegerField(null=True)  # of one jin, kg or t; None: by phone
    min_grams = models.BigIntegerField(default=1)
    most_grams = models.BigIntegerField(null=True)  # what one number may hold at most
    piece_from_grams = models.PositiveIntegerField(null=True)  # by the piece: a fish of four to five jin
    piece_to_grams = models.PositiveIntegerField(null=True)
    closes_at = models.DateTimeField()
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)
    waiting_grams = models.BigIntegerField(default=0)
    unproved_grams = models.BigIntegerField(default=0)  # of what is reserved: for numbers nobody has proved yet
    orders_count = models.PositiveIntegerField(default=0)
    last_place = models.BigIntegerField(default=0)  # in the waiting list, and in time
    key = models.CharField(max_length=40, blank=True)
    digest = models.BinaryField(max_length=16, default=b"")

    class Meta(Stock.Meta):
        abstract = False
        constraints = [
            *Stock.Meta.constraints,
            models.UniqueConstraint(fields=["by", "key"], condition=~Q(key=""), name="listing_once_by_key"),
            models.CheckConstraint(
                condition=Q(piece_from_grams=None, piece_to_grams=None)
                | Q(piece_from_grams__gte=1, piece_to_grams__gte=F("piece_from_grams")),
                name="listing_piece_from_to",
            ),
            models.CheckConstraint(condition=Q(min_grams__gte=1, waiting_grams__gte=0, unproved_grams__gte=0), name="listing_sane"),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def locked(cls, pk: int) -> Listing:
        """Gives the listing with its row and its stream's locked until the transaction ends: whoever changes an order of it waits here.
        `.stream` is that row, for what is recorded."""
        found = _LOCKED.first(pk)
        if found is None:
            raise cls.DoesNotExist
        return found

    def takes_orders(self) -> bool:
        """Whether it is open, and its day has not come."""
        return self.state == self.State.OPEN and timezone.now() < self.closes_at


_LOCKED = Compiled[Listing](
    lambda pk: Listing.objects.select_for_update(of=("self", "stream")).select_related("stream", "moment").filter(pk=pk)
)


class Producer(Stock):
    """Somebody whose produce is offered, with the stock of their own."""

    listing = models.ForeignKey(Listing, db_index=False, on_delete=models.PROTECT, related_name="producers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta(Stock.Meta):
        abstract = False
        constraints = [*Stock.Meta.constraints, models.UniqueConstraint(fields=["listing", "person"], name="producer_once")]


class Place(models.Model):
    """Where and when it can be fetched, or is brought to."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="places")
    name = models.CharField(_("place"), max_length=60)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.name


PLACES = Compiled[Place](lambda listing: Place.objects.filter(listing=listing))  # of a listing, as they stand in its form


class Certificate(models.Model):
    """Organic, selenium-rich: a picture of the paper, with its number."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="certificates")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=40)
    number = models.CharField(_("number"), max_length=60, blank=True)
