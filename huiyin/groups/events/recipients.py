"""Who is told of what becomes of a group. What is said there is counted in the list of messages, and who is named is marked there:
that is told once and not twice."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import pgettext_lazy

from huiyin.groups.models import Member
from huiyin.journal.event_types import NoticeType, Recipient, Subject
from huiyin.journal.models import Entry

#: Made by the apps whose programs speak or are told in a group.
PROGRAM_STOPPED = NoticeType(
    "program.stopped",
    "groups",
    "alert",
    "near",
    pgettext_lazy("notice", "A program of the group is told nothing more until you look at it: %(group)s"),
)


def handed_over(entry: Entry) -> Iterable[Recipient]:
    """Whoever owns the group from now on."""
    return [Recipient(entry.data["person"], entry.kind)]


def made_manager(entry: Entry) -> Iterable[Recipient]:
    """Who was made a manager; nobody where a manager became a member again."""
    return [Recipient(entry.data["person"], "member.made_manager")] if entry.data["role"] == Member.Role.MANAGER else ()


def program_stopped(entry: Entry) -> Iterable[Recipient]:
    """Whoever owns the group now: who set the program up may have gone."""
    owners = Member.objects.filter(group=entry.data["group"], role=Member.Role.OWNER, left_at=None)
    return [Recipient(person, PROGRAM_STOPPED.name) for person in owners.values_list("person", flat=True)]


def message_page(entry: Entry, group: Subject) -> str:
    """Gives where a message stands in its group."""
    return f"{group.href}?around={entry.data['n']}#m{entry.data['n']}"
