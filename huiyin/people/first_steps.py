"""The first hour of an office: what the system administrator sets up of units, hours, codes, passkeys and backups."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huiyin.journal.models import Entry
from huiyin.people.extension_points import FirstStep
from huiyin.people.models import Administrator, Passkey, Post
from huiyin.people.queries.backups import last_backup
from huiyin.people.queries.tree import tree


def _happened(kind: str) -> bool:
    return Entry.objects.filter(kind=kind).exists()


def _topmost_hours() -> str:
    """Where the hours of the topmost unit are set; while there is none, where units are added."""
    top = next(iter(tree().roots), None)
    return reverse("manage-unit-hours", args=[top.unit.pk]) if top is not None else reverse("manage-units")


def _all_have_passkeys() -> bool:
    """Each of the three roles is given to somebody, and each of these has a passkey."""
    people = dict(Administrator.objects.values_list("role", "person"))
    having = set(Passkey.objects.filter(person__in=people.values()).values_list("person", flat=True))
    return set(people) == set(Administrator.Role.values) and set(people.values()) <= having


FIRST_STEPS = [
    FirstStep(
        "units",
        10,
        _("Units and posts"),
        _("Who stands where, and who reports to whom: ladders and rights follow it. Fill in the table, or add units by hand."),
        _("Bring a list"),
        lambda person: reverse("manage-staff-import"),
        lambda person: Post.objects.exists(),
        lambda person: [
            (reverse("manage-staff-export", args=["xlsx"]), _("The table to fill in")),
            (reverse("manage-unit-new"), _("A unit by hand")),
        ],
    ),
    FirstStep(
        "hours",
        20,
        _("Working hours"),
        _("Deadlines are reckoned in them, and nights are quiet. Look at those of the topmost unit and save them."),
        _("Set the hours"),
        lambda person: _topmost_hours(),
        lambda person: _happened("unit.hours_set"),
    ),
    FirstStep(
        "codes",
        30,
        _("How codes reach people"),
        _("Who signs in is sent six digits by text message. Send some to yourself."),
        _("Try it"),
        lambda person: reverse("manage-codes"),
        lambda person: _happened("codes.tried"),
    ),
    FirstStep(
        "passkeys",
        40,
        _("Three administrators, each with a passkey"),
        _("System, security and audit are three people. A passkey is their second key: begin with your own."),
        _("My passkey"),
        lambda person: reverse("passkeys"),
        lambda person: _all_have_passkeys(),
    ),
    FirstStep(
        "backup",
        90,
        _("A backup every night"),
        _("One line in the machine's crontab, as the operators' page has it. Done: the last one is younger than a day and a half."),
        _("What is kept"),
        lambda person: reverse("manage") + "#backup",
        lambda person: not last_backup().late,
    ),
]
