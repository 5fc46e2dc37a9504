"""What the pages of webhooks need, each in one query."""

from __future__ import annotations

from django.utils import timezone

from huiyin.groups.models import Group
from huiyin.hooks.models import Delivery, IncomingHook, Subscription

SHOWN = 50


def hooks_of(group: Group) -> list[IncomingHook]:
    """Gives the incoming hooks that still answer, newest first."""
    hooks = IncomingHook.objects.filter(group=group, revoked_at=None, expires_at__gt=timezone.now())
    return list(hooks.select_related("by", "group").order_by("-pk"))


def hook_in(group: Group, pk: int) -> IncomingHook | None:
    """Gives an incoming hook of this group, or None."""
    return IncomingHook.objects.select_related("group", "by").filter(group=group, pk=pk).first()


def subscriptions_of(group: Group) -> list[Subscription]:
    """Gives the subscriptions that have not ended, newest first."""
    return list(Subscription.objects.filter(group=group, ended_at=None).select_related("group", "by").order_by("-pk"))


def subscription_in(group: Group, pk: int) -> Subscription | None:
    """Gives a subscription of this group that has not ended, or None."""
    return Subscription.objects.select_related("group", "by").filter(group=group, pk=pk, ended_at=None).first()


def deliveries_of(subscription: Subscription) -> list[Delivery]:
    """Gives the newest deliveries, newest first."""
    return list(subscription.deliveries.select_related("entry").order_by("-pk")[:SHOWN])


def delivery_in(subscription: Subscription, pk: int) -> Delivery | None:
    """Gives a delivery of this subscription, or None."""
    return subscription.deliveries.select_related("subscription").filter(pk=pk).first()
