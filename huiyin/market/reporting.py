"""What became of a listing: the first hour, a day, the whole; where it came from, where it goes, hour by hour. Sums of grams, no names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Case, Count, ExpressionWrapper, F, Q, Sum, When
from django.db.models.functions import TruncHour
from django.utils.translation import gettext as _

from huiyin.market.models import LedgerRow, Listing, Order

Kind = LedgerRow.Kind


@dataclass(frozen=True, slots=True)
class Line:
    """So many grams in so many orders, under a name."""

    name: str
    grams: int
    orders: int


@dataclass(frozen=True, slots=True)
class SaleReport:
    """A listing's report. `spans`: first hour, 24 hours, whole; `sources`: by who shared it, else how it came; `hours`: (hour, grams)."""

    listing: Listing
    spans: Sequence[Line]
    sources: Sequence[Line]
    places: Sequence[Line]
    hours: Sequence[tuple[datetime, int]]


def report_of(listing: Listing) -> SaleReport:
    """Gives the report of a listing. Ordered is what the ledger reserved and did not get back."""
    first, day = listing.opened_at + timedelta(hours=1), listing.opened_at + timedelta(hours=24)
    spans = [
        _span(listing, str(_("The first hour")), Q(at__lt=first)), _span(listing, str(_("24 hours")), Q(at__lt=day)),
        _span(listing, str(_("Whole")), Q()),
    ]  # fmt: skip
    return SaleReport(listing, spans, _sources(listing), _places(listing), _hours(listing))


_BACK = (Kind.RELEASED, Kind.REFUSED)


def _span(listing: Listing, name: str, within: Q) -> Line:
    rows = LedgerRow.objects.filter(within, listing=listing)
    sums = rows.aggregate(
        reserved=Sum("grams", filter=Q(kind=Kind.RESERVED)),
        back=Sum("grams", filter=Q(kind__in=_BACK)),
        orders=Count("order", filter=Q(kind=Kind.RESERVED), distinct=True),
    )
    return Line(name, (sums["reserved"] or 0) - (sums["back"] or 0), sums["orders"])


def _sources(listing: Listing) -> list[Line]:
    found = _held(listing).values("channel", "source", "share__code").annotate(grams=Sum("held"), n=Count("pk")).order_by("-grams")
    by: dict[str, Line] = {}
    for row in found[:50]:
        named = row["source"] or (_("Shared: %(code)s") % {"code": row["share__code"]} if row["share__code"] else "")
        channel = str(Order.Channel(row["channel"]).label)
        name = f"{channel} · {named}" if named else channel
        known = by.get(name, Line(name, 0, 0))
        by[name] = Line(name, known.grams + row["grams"], known.orders + row["n"])
    return sorted(by.values(), key=lambda one: -one.grams)


def by_channel(listing: Listing) -> list[Line]:
    """Gives what came by each way of ordering, and by shared links, the most first."""
    found = _held(listing).values("channel", shared=ExpressionWrapper(Q(share__isnull=False), BooleanField()))
    rows = found.annotate(grams=Sum("held"), n=Count("pk"))
    by: dict[str, Line] = {}
    for row in rows:
        name = str(_("Shared links")) if row["shared"] else str(Order.Channel(row["channel"]).label)
        known = by.get(name, Line(name, 0, 0))
        by[name] = Line(name, known.grams + row["grams"], known.orders + row["n"])
    return sorted(by.values(), key=lambda one: -one.grams)


def _places(listing: Listing) -> list[Line]:
    found = _held(listing).values("place__name").annotate(grams=Sum("held"), n=Count("pk")).order_by("-grams")
    return [Line(row["place__name"] or str(_("No place chosen")), row["grams"], row["n"]) for row in found]


def _held(listing: Listing) -> Any:
    held = F("reserved_grams") + F("offered_grams") + F("confirmed_grams") + F("delivered_grams")
    return Order.objects.filter(listing=listing).annotate(held=held).filter(held__gt=0)


def _hours(listing: Listing) -> list[tuple[datetime, int]]:
    """By the hour in which somebody ordered, as it was weighed in the end and without what was given back: together they are the whole."""
    rows = LedgerRow.objects.filter(listing=listing, kind__in=(Kind.RESERVED, *_BACK))
    signed = Case(When(kind=Kind.RESERVED, then=F("grams")), default=-F("grams"))
    by_hour = rows.annotate(hour=TruncHour("order__at")).values("hour").annotate(sum=Sum(signed)).filter(sum__gt=0)
    return list(by_hour.order_by("hour").values_list("hour", "sum"))
