"""The first hour of an office: a group to work in, and residents brought in."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.groups.models import Group, Invite, Member
from huiyin.groups.rules import LEADS
from huiyin.people.extension_points import FirstStep
from huiyin.people.models import Person


def _to_invite(person: Person) -> str:
    """The invitations of the first group this person leads; where there is none yet, to open one."""
    leads = Member.objects.filter(person=person, left_at=None, role__in=LEADS, group__archived_at=None)
    group = leads.order_by("group").values_list("group", flat=True).first()
    return reverse("group-invites", args=[group]) if group is not None else reverse("group-new")


FIRST_STEPS = [
    FirstStep(
        "group",
        50,
        _("A first work group"),
        _("Open it, bring in the people it concerns, hand it over to whoever leads it."),
        _("Open a group"),
        lambda person: reverse("group-new"),
        lambda person: Group.objects.filter(kind=Group.Kind.WORK).exists(),
    ),
    FirstStep(
        "invitation",
        60,
        _("A first invitation to residents"),
        _("A poster with a QR code: who scans it is in, with a note of where you met."),
        _("Make the poster"),
        _to_invite,
        lambda person: Invite.objects.exists(),
    ),
]
