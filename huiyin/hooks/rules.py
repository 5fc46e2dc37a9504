"""Who may do what with a group's webhooks."""

from __future__ import annotations

from huiyin.groups.models import Group, Member
from huiyin.groups.rules import leads, may_appoint, voice
from huiyin.hooks.models import Subscription


def may_see_hooks(member: Member | None) -> bool:
    """Whether this person may see the group's webhooks, and end an incoming one: those who lead it."""
    return leads(member)


def may_make_hook(member: Member | None, group: Group) -> bool:
    """An address at which a program speaks into the group: those who lead it."""
    return leads(member) and group.archived_at is None


def may_subscribe(member: Member | None, group: Group) -> bool:
    """What is said here leaves the house: the owner's decision alone."""
    return may_appoint(member)


def may_be_told(subscription: Subscription) -> bool:
    """Whether the right stands in whose name it tells: asked each time something leaves, for owners change and are locked out."""
    return may_subscribe(voice(subscription.by, subscription.group_id), subscription.group)
