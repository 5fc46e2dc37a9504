"""Who is told of what becomes of a group. What is said there is counted in the list of messages, and who is named is marked there:
that is told once and not twice."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.groups.models import Group, Member
from huiyin.journal.models import Entry
from huiyin.notices.recipients import Recipient, notifies


@notifies("group.handed_over")
def handed_over(entry: Entry) -> Iterable[Recipient]:
    return [_telling(entry, entry.kind)]


@notifies("member.role_changed")
def made_manager(entry: Entry) -> Iterable[Recipient]:
    return [_telling(entry, "member.made_manager")] if entry.data["role"] == Member.Role.MANAGER else ()


@notifies("subscription.stopped", "robot.stopped")
def program_stopped(entry: Entry) -> Iterable[Recipient]:
    """Whoever owns the group now: who set the program up may have gone."""
    owners = Member.objects.filter(group=entry.data["group"], role=Member.Role.OWNER, left_at=None)
    return [Recipient(owner.person_id, "program.stopped", owner.group) for owner in owners.select_related("group")]


def _telling(entry: Entry, kind: str) -> Recipient:
    return Recipient(entry.data["person"], kind, Group.objects.get(pk=entry.data["group"]))
