"""What a member may do in a group: their role, the owner's that is handed over, whether they may write."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotThere, WrongState
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import may_appoint, may_remove, membership_of, require
from huiyin.journal.models import Stream
from huiyin.journal.recording import record
from huiyin.people.models import Person


def change_member(group: Group, person: Person, by: Person, role: str | None = None, silenced: bool | None = None) -> Member:
    """Sets a member's role and whether they may write, both or neither; None leaves it. Gives the membership as it is then.

    Raises whatever one of them is refused for.
    """
    with transaction.atomic():
        if role is not None:
            set_role(group, person, role, by)
        if silenced is not None:
            (silence if silenced else unsilence)(group, person, by)
        member = membership_of(person, group)
        if member is None:
            raise NotThere
        return member


def set_role(group: Group, person: Person, role: str, by: Person) -> Member:
    """The owner makes a member a manager, or a manager a member."""
    if role not in (Member.Role.MANAGER, Member.Role.MEMBER):
        raise Invalid(_("Choose manager or member."), field="role")
    with transaction.atomic():
        Stream.locked(group.stream_id)
        require(may_appoint(membership_of(by, group)))
        member = membership_of(person, group)
        if member is None or member.role == Member.Role.OWNER:
            raise WrongState
        if member.role != role:
            member.role = role
            member.save(update_fields=["role"])
            record(group.stream_id, "member.role_changed", by=by, data={"group": group.pk, "person": person.pk, "role": role})
        return member


def hand_over(group: Group, to: Person, by: Person) -> None:
    """The owner gives the group to another member and becomes a manager."""
    with transaction.atomic():
        Stream.locked(group.stream_id)
        owner = membership_of(by, group)
        require(may_appoint(owner))
        successor = membership_of(to, group)
        if owner is None or successor is None or successor.person_id == owner.person_id:
            raise WrongState(_("Choose another member of the group."))
        # One owner at a time is a constraint of the table: the old one steps down first.
        for member, role in ((owner, Member.Role.MANAGER), (successor, Member.Role.OWNER)):
            member.role = role
            member.save(update_fields=["role"])
        record(group.stream_id, "group.handed_over", by=by, data={"group": group.pk, "person": to.pk})


def silence(group: Group, person: Person, by: Person) -> None:
    """A manager pauses a member's posting; they may still read."""
    _set_silenced(group, person, by, True)


def unsilence(group: Group, person: Person, by: Person) -> None:
    """A manager lets a member post again."""
    _set_silenced(group, person, by, False)


def _set_silenced(group: Group, person: Person, by: Person, silenced: bool) -> None:
    with transaction.atomic():
        Stream.locked(group.stream_id)
        member = membership_of(person, group)
        if member is None:
            raise NotThere
        require(may_remove(membership_of(by, group), member))
        if member.silenced != silenced:
            member.silenced = silenced
            member.save(update_fields=["silenced"])
            kind = "member.silenced" if silenced else "member.unsilenced"
            record(group.stream_id, kind, by=by, data={"group": group.pk, "person": person.pk})
