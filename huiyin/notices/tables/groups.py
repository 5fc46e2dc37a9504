"""Who is told of what becomes of a group. What is said there is counted in the list of messages, and who is named is marked there:
that is told once and not twice."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.groups.models import Group, Member
from huiyin.journal.models import Entry
from huiyin.notices.telling import Telling, tells


@tells("group.handed_over")
def handed_over(entry: Entry) -> Iterable[Telling]:
    return [_telling(entry, entry.kind)]


@tells("member.role_changed")
def made_manager(entry: Entry) -> Iterable[Telling]:
    return [_telling(entry, "member.made_manager")] if entry.data["role"] == Member.Role.MANAGER else ()


@tells("subscription.stopped", "robot.stopped")
def program_stopped(entry: Entry) -> Iterable[Telling]:
    """Whoever owns the group now: who set the program up may have gone."""
    owners = Member.objects.filter(group=entry.data["group"], role=Member.Role.OWNER, left_at=None)
    return [Telling(owner.person_id, "program.stopped", owner.group) for owner in owners.select_related("group")]


def _telling(entry: Entry, kind: str) -> Telling:
    return Telling(entry.data["person"], kind, Group.objects.get(pk=entry.data["group"]))
