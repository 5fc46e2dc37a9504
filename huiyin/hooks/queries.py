"""What the pages of webhooks need."""

from __future__ import annotations

from django.utils import timezone

from huiyin.groups.models import Group
from huiyin.hooks.models import IncomingHook, Subscription


def hooks_of(group: Group) -> list[IncomingHook]:
    """Gives the incoming hooks that still answer, newest first."""
    hooks = IncomingHook.objects.filter(group=group, revoked_at=None, expires_at__gt=timezone.now())
    return list(hooks.select_related("by", "group").order_by("-pk"))


def hook_in(group: Group, pk: int) -> IncomingHook | None:
    """Gives an incoming hook of this group, or None."""
    return IncomingHook.objects.select_related("group", "by").filter(group=group, pk=pk).first()


def subscriptions_of(group: Group) -> list[Subscription]:
    """Gives the subscriptions that have not ended, newest first."""
    going = Subscription.objects.filter(group=group, destination__ended_at=None)
    return list(going.select_related("group", "by", "destination").order_by("-pk"))


def subscription_in(group: Group, pk: int) -> Subscription | None:
    """Gives a subscription of this group that has not ended, or None."""
    return Subscription.objects.select_related("group", "by", "destination").filter(group=group, pk=pk, destination__ended_at=None).first()
