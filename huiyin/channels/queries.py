"""What the pages of destinations need."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db.models import Count, Model, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from huiyin.channels.extension_points import DESTINATION_KINDS
from huiyin.channels.models import Delivery, Destination, Outgoing, TextMonth
from huiyin.groups.models import Group
from huiyin.people.models import Person

Row = TypeVar("Row", bound=Model)
SHOWN = 30
TROUBLES = 30  # on a page
AT_ONCE = 100  # destinations of one look
OUTGOING_AT_ONCE = 20


def robots_of(group: Group) -> list[Destination]:
    """Gives a group's robots, newest first."""
    return list(Destination.objects.filter(group=group, ended_at=None).select_related("by").order_by("-pk"))


def robot_in(group: Group, pk: int) -> Destination | None:
    """Gives a robot of this group, or None."""
    return Destination.objects.select_related("group", "by").filter(group=group, pk=pk, ended_at=None).first()


def mailbox_of(person: Person) -> Destination | None:
    """Gives a person's confirmed mailbox, or None."""
    return Destination.objects.filter(person=person, channel="mail", ended_at=None).first()


def mailbox_by_number(pk: int) -> Destination | None:
    """Gives a mailbox, also one that has ended, or None."""
    return Destination.objects.select_related("person").filter(pk=pk, channel="mail").first()


def deliveries_of(destination: Destination, most: int = SHOWN) -> list[Delivery]:
    """Gives the newest deliveries, newest first."""
    return list(destination.deliveries.select_related("entry").order_by("-pk")[:most])


def delivery_in(destination: Destination, pk: int) -> Delivery | None:
    """Gives a delivery of this destination, or None."""
    return destination.deliveries.select_related("destination__group").filter(pk=pk).first()


def destinations_with_something(now: datetime) -> list[tuple[int, str]]:
    """Gives the destinations whose time has come and that have something to send, as (number, channel)."""
    going = Destination.objects.filter(stopped_at=None, ended_at=None, next_at__lte=now, leased_until__lte=now).order_by("next_at", "pk")
    looking = [kind for kind in DESTINATION_KINDS if kind.to_gather is not None]
    told = Delivery.objects.filter(state__in=Delivery.OPEN, due_at__lte=now)
    told = told.exclude(channel__in=[channel for kind in looking for channel in kind.channels])
    found = list(going.filter(pk__in=told.values("destination")).values_list("pk", "channel")[:AT_ONCE])
    for kind in looking:
        assert kind.to_gather is not None
        found += kind.to_gather(going.filter(channel__in=kind.channels), now).values_list("pk", "channel")[:AT_ONCE]
    return found


def outgoing_due(now: datetime) -> list[int]:
    """Gives the numbers of what bears its address itself and is due, the longest due first."""
    free = Outgoing.objects.filter(state__in=Delivery.OPEN, due_at__lte=now, leased_until__lte=now)
    return list(free.order_by("due_at", "pk").values_list("pk", flat=True)[:OUTGOING_AT_ONCE])


def latest_outgoing() -> list[Outgoing]:
    """Gives what the house told last, newest first."""
    return list(Outgoing.objects.order_by("-pk")[:SHOWN])


def outgoing_in_trouble() -> bool:
    """Whether something of the last weeks was refused, unclear or given up."""
    return Outgoing.objects.filter(state__in=Delivery.LOST).exists()


def this_month() -> date:
    """Gives its first day."""
    return timezone.localdate().replace(day=1)


def month_of_texts() -> TextMonth:
    """Gives how many text messages were sent this month; nothing is written for a month that has none."""
    month = this_month()
    return TextMonth.objects.filter(month=month).first() or TextMonth(month=month)


def to_be_called(about: str) -> Outgoing | None:
    """Gives the last that was not sent because the month was used up, of what is about something ("case:123:")."""
    return Outgoing.objects.filter(about__startswith=about, state=Outgoing.State.CALL).order_by("-made_at").first()


def in_trouble(channel: str, before: int | None) -> list[Destination]:
    """Gives the destinations that fail or have stopped, newest first, one more than a page: of one channel ("": of all), below a number.
    Each knows how many deliveries wait for it: `waits`."""
    related = {name for kind in DESTINATION_KINDS for name in kind.related}
    waiting = Delivery.objects.filter(destination=OuterRef("pk"), state__in=Delivery.OPEN).values("destination")
    found = _failing().annotate(waits=Subquery(waiting.annotate(n=Count("pk")).values("n"))).select_related(*sorted(related))
    return list(_page(found, channel, before))


def lost(channel: str, before: int | None) -> list[Delivery]:
    """Gives the deliveries that did not arrive or may not have, newest first, one more than a page."""
    related = {f"destination__{name}" for kind in DESTINATION_KINDS for name in kind.related}
    found = Delivery.objects.filter(state__in=Delivery.LOST).select_related("entry", "destination", *sorted(related))
    return list(_page(found, channel, before))


def has_troubles() -> bool:
    """Whether a destination fails or has stopped, or something did not arrive."""
    return _failing().exists() or Delivery.objects.filter(state__in=Delivery.LOST).exists()


def _failing() -> QuerySet[Destination]:
    return Destination.objects.filter(Q(stopped_at__isnull=False) | Q(failing_since__isnull=False), ended_at=None)


def _page(rows: QuerySet[Row], channel: str, before: int | None) -> QuerySet[Row]:
    rows = rows.filter(channel=channel) if channel else rows
    rows = rows.filter(pk__lt=before) if before is not None else rows
    return rows.order_by("-pk")[: TROUBLES + 1]
