"""Where members come from: units and posts whose holders belong, and invitations."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from huiyin.core.errors import or_404
from huiyin.groups.models import Group, Invite, Member, Source
from huiyin.groups.rules import LEADS


def sources_of(group: Group) -> list[Source]:
    """Gives the units and posts whose holders belong to the group."""
    return list(Source.objects.filter(group=group).select_related("unit", "post__unit").order_by("pk"))


def source_in(group: Group, pk: int) -> Source:
    """Gives a source of this group by its id. Raises NotThere."""
    return or_404(Source.objects.select_related("group").filter(group=group, pk=pk).first())


def invite_in(group: Group, pk: int) -> Invite:
    """Gives an invitation of this group by its id, open or not. Raises NotThere."""
    return or_404(Invite.objects.select_related("group", "by").filter(group=group, pk=pk).first())


def open_invites(group: Group) -> list[Invite]:
    """Gives the invitations that still bring people in."""
    good = Invite.objects.filter(group=group, revoked_at=None, expires_at__gt=timezone.now(), used__lt=F("places"))
    leading = Member.objects.filter(group=group, person=OuterRef("by"), left_at=None, role__in=LEADS)  # as open_invite asks
    good = good.filter(Exists(leading), by__locked_at=None, by__erased_at=None)
    return list(good.select_related("by").order_by("-made_at"))
