"""What the pages of outlets need, each in one query."""

from __future__ import annotations

from huiyin.channels.models import Delivery, Outgoing, Outlet
from huiyin.groups.models import Group
from huiyin.people.models import Person

SHOWN = 30


def robots_of(group: Group) -> list[Outlet]:
    """Gives a group's robots, newest first."""
    return list(Outlet.objects.filter(group=group, ended_at=None).select_related("by").order_by("-pk"))


def robot_in(group: Group, pk: int) -> Outlet | None:
    """Gives a robot of this group, or None."""
    return Outlet.objects.select_related("group", "by").filter(group=group, pk=pk, ended_at=None).first()


def mailbox_of(person: Person) -> Outlet | None:
    """Gives a person's confirmed mailbox, or None."""
    return Outlet.objects.filter(person=person, channel="mail", ended_at=None).first()


def mailbox_by_number(pk: int) -> Outlet | None:
    """Gives a mailbox, also one that has ended, or None."""
    return Outlet.objects.select_related("person").filter(pk=pk, channel="mail").first()


def deliveries_of(outlet: Outlet) -> list[Delivery]:
    """Gives the newest deliveries, newest first."""
    return list(outlet.deliveries.select_related("entry").order_by("-pk")[:SHOWN])


def delivery_in(outlet: Outlet, pk: int) -> Delivery | None:
    """Gives a delivery of this outlet, or None."""
    return outlet.deliveries.select_related("outlet__group").filter(pk=pk).first()


def latest_outgoing() -> list[Outgoing]:
    """Gives what the house told last, newest first."""
    return list(Outgoing.objects.order_by("-pk")[:SHOWN])


def outgoing_in_trouble() -> bool:
    """Whether something of the last weeks was refused, unclear or given up."""
    wrong = (Delivery.State.REFUSED, Delivery.State.UNCLEAR, Delivery.State.GIVEN_UP)
    return Outgoing.objects.filter(state__in=wrong).exists()
