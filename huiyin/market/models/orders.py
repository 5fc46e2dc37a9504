"""订购: what somebody ordered of a listing, and of which producer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.feed.models import Share
from huiyin.market.models.listings import Listing, Place, Producer


class Order(models.Model):
    """An order: by a member, or by a name and a number. Part of it may be held and the rest wait; each gram of it stands in one column.

    `grams` = waiting + offered + reserved + confirmed + what was delivered, released or refused of it.
    """

    class State(models.TextChoices):
        UNPROVED = "unproved", pgettext_lazy("state of an order", "Number not proved yet")
        RESERVED = "reserved", pgettext_lazy("state of an order", "Reserved")
        WAITING = "waiting", pgettext_lazy("state of an order", "On the waiting list")
        OFFERED = "offered", pgettext_lazy("state of an order", "Moved up: to be accepted")
        CONFIRMED = "confirmed", pgettext_lazy("state of an order", "Confirmed")
        DELIVERED = "delivered", pgettext_lazy("state of an order", "Handed over")
        CANCELLED = "cancelled", pgettext_lazy("state of an order", "Cancelled")
        EXPIRED = "expired", pgettext_lazy("state of an order", "Expired")
        REFUSED = "refused", pgettext_lazy("state of an order", "Could not be filled")

    class Take(models.TextChoices):
        ALL = "all", pgettext_lazy("how an order may be filled", "All or nothing")
        PART = "part", pgettext_lazy("how an order may be filled", "Part is fine")

    class Channel(models.TextChoices):
        PAGE = "page", pgettext_lazy("how an order came", "Page")
        PHONE = "phone", pgettext_lazy("how an order came", "Phone")
        API = "api", pgettext_lazy("how an order came", "Program")

    listing = models.ForeignKey(Listing, db_index=False, on_delete=models.PROTECT, related_name="orders")
    number = models.CharField(max_length=24, unique=True)  # 12-34: the 34th of listing 12
    salt = models.CharField(max_length=24)  # its code is made of it with the installation's key; no code is kept
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=40, blank=True)
    phone = models.CharField(_("phone number"), max_length=20, blank=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=5, choices=Channel)
    share = models.ForeignKey(Share, null=True, on_delete=models.SET_NULL, related_name="+")  # the branch that brought it
    source = models.CharField(max_length=40, blank=True)  # "where did you hear of it", of a caller
    place = models.ForeignKey(Place, null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
    grams = models.BigIntegerField()
    pieces = models.PositiveIntegerField(null=True)
    take = models.CharField(max_length=4, choices=Take, default=Take.PART)
    min_grams = models.BigIntegerField(default=0)  # the least, where a part is fine
    waits = models.BooleanField(default=True)  # what cannot be had now waits
    state = models.CharField(max_length=9, choices=State)
    reserved_grams = models.BigIntegerField(default=0)
    offered_grams = models.BigIntegerField(default=0)  # moved up and not accepted yet; the listing counts it as reserved
    confirmed_grams = models.BigIntegerField(default=0)
    delivered_grams = models.BigIntegerField(default=0)
    waiting_grams = models.BigIntegerField(default=0)
    line_place = models.BigIntegerField()  # in the line: by time, and kept when it is passed over
    waited_for_since = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)
    accept_by = models.DateTimeField(null=True)
    buyer_confirmed_at = models.DateTimeField(null=True)
    producer_confirmed_at = models.DateTimeField(null=True)
    paid_fen = models.BigIntegerField(null=True)  # recorded, not handled
    key = models.CharField(max_length=40, blank=True)
    digest = models.BinaryField(max_length=16, default=b"")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # Of strangers by themselves: SQLite holds no constraint in which nulls are the same.
            models.UniqueConstraint(fields=["listing", "placed_by", "key"], condition=~Q(key=""), name="order_once_by_key"),
            models.UniqueConstraint(fields=["listing", "key"], condition=~Q(key="") & Q(placed_by=None), name="order_once_of_stranger"),
            models.CheckConstraint(
                condition=Q(reserved_grams__gte=0, offered_grams__gte=0, confirmed_grams__gte=0, delivered_grams__gte=0,
                            waiting_grams__gte=0, grams__gte=1),
                name="order_no_negative_weight",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["listing", "line_place"], name="order_in_line"),
            models.Index(fields=["listing", "line_place"], condition=Q(waiting_grams__gt=0), name="order_waiting"),
            # Asked with each order of a sold-out listing: at most one is waited for, and all others were read to find it.
            models.Index(fields=["listing"], condition=Q(waited_for_since__isnull=False), name="order_waited_for"),
            models.Index(fields=["phone"], condition=~Q(phone=""), name="order_of_number"),
        ]

    @property
    def held_grams(self) -> int:
        """What is held for it and not handed over."""
        return self.reserved_grams + self.offered_grams + self.confirmed_grams

    @property
    def ended(self) -> bool:
        """Whether nothing more comes of it."""
        return self.ended_at is not None


class OrderPart(models.Model):
    """What of an order comes from one producer: several may be in one order, each hands over their own."""

    order = models.ForeignKey(Order, db_index=False, on_delete=models.PROTECT, related_name="parts")
    producer = models.ForeignKey(Producer, on_delete=models.PROTECT, related_name="parts")
    reserved_grams = models.BigIntegerField(default=0)  # with what was moved up and not accepted yet
    confirmed_grams = models.BigIntegerField(default=0)
    delivered_grams = models.BigIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "producer"], name="order_part_once")]


class KeyedMove(models.Model):
    """That somebody made a move under a key: the same again changes nothing, something else under it is refused."""

    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(Order, null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    move = models.CharField(max_length=12)
    key = models.CharField(max_length=40)
    digest = models.BinaryField(max_length=16)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "move", "order", "key"], condition=Q(order__isnull=False), name="market_move_once"),
            models.UniqueConstraint(fields=["person", "move", "listing", "key"], condition=Q(order=None), name="market_listing_move_once"),
        ]
