"""Who may do what in a group. Small predicates; deny unless one says yes.

They take the person's standing in the group: an active Member, or None for anybody else. `membership_of` finds it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from huiyin.core.errors import NotAllowed, NotThere
from huiyin.db.compiled import Compiled
from huiyin.groups.models import Group, Member, Message
from huiyin.people.models import Administrator, Person

RECALL_WITHIN = timedelta(minutes=2)
LEADS = (Member.Role.OWNER, Member.Role.MANAGER)


def membership_of(person: Person, group: Group | int) -> Member | None:
    """Gives the person's active membership of the group, or None."""
    member = _standing.first(group if isinstance(group, int) else group.pk, person.pk)
    if member is not None:
        member.person = person  # known already: not read again
    return member


_standing = Compiled[Member](
    lambda group, person: Member.objects.select_related("group").filter(group=group, person=person, left_at=None)[:1]
)  # fmt: skip


def membership_or_404(person: Person, group_id: int) -> Member:
    """Gives the active membership; raises NotThere for everybody else, so that nobody learns which groups exist."""
    member = membership_of(person, group_id)
    if member is None:
        raise NotThere
    return member


def voice(person: Person, group: Group | int) -> Member | None:
    """Gives the standing of somebody in whose name something acts now that they set up before: a webhook, a robot, an export, an
    invitation. None too for who is locked or erased: their memberships stay, their word does not. Takes the person as just read."""
    return membership_of(person, group) if person.is_active else None


def require(allowed: bool, words: object = None) -> None:
    """Raises NotAllowed (with these words) unless allowed."""
    if not allowed:
        raise NotAllowed(words)


def leads(member: Member | None) -> bool:
    """Whether this is the group's owner or one of its managers."""
    return member is not None and member.left_at is None and member.role in LEADS


def may_open_group(person: Person, kind: str) -> bool:
    """Officials open groups; so does the system administrator. Residents are invited into them."""
    return person.is_active and (
        person.kind == Person.Kind.OFFICIAL or Administrator.objects.filter(person=person, role=Administrator.Role.SYSTEM).exists()
    )


def may_see(member: Member | None) -> bool:
    """Whether this person may see the group: its members, until they leave."""
    return member is not None and member.left_at is None


def may_post(member: Member | None, group: Group) -> bool:
    """Members post, unless silenced or the group is archived; in a notice group only those who lead it."""
    if member is None or member.left_at is not None or member.silenced or group.archived_at is not None:
        return False
    return group.kind != Group.Kind.NOTICE or member.role in LEADS


def may_mention_all(member: Member | None) -> bool:
    """Whether this person may name everybody at once: those who lead the group."""
    return leads(member)


def may_be_urgent(member: Member | None, author: Person) -> bool:
    """Urgent messages pass quiet hours: for those who lead the group and for officials."""
    return member is not None and (leads(member) or author.kind == Person.Kind.OFFICIAL)


def may_recall(member: Member | None, message: Message, now: datetime) -> bool:
    """The author, within two minutes; it leaves a trace."""
    return (
        member is not None
        and message.author_id == member.person_id
        and message.recalled_at is None
        and message.erased_at is None
        and now - message.at <= RECALL_WITHIN
    )


def may_pin(member: Member | None, group: Group) -> bool:
    """Whether this person may pin a message or take it down again: those who lead the group, unless it is archived."""
    return leads(member) and group.archived_at is None


def may_manage(member: Member | None) -> bool:
    """Change name, members, invitations, quiet hours, end; archive and reopen."""
    return leads(member)


def may_appoint(member: Member | None) -> bool:
    """Make managers and hand the group over: the owner."""
    return member is not None and member.left_at is None and member.role == Member.Role.OWNER


def may_remove(member: Member | None, other: Member) -> bool:
    """The owner removes anyone else, a manager removes plain members."""
    if not leads(member) or member is None or other.person_id == member.person_id:
        return False
    return other.role == Member.Role.MEMBER or member.role == Member.Role.OWNER


def may_leave(member: Member | None) -> bool:
    """Anyone but the owner, who hands the group over first."""
    return member is not None and member.left_at is None and member.role != Member.Role.OWNER


def may_export(member: Member | None) -> bool:
    """Take a copy of all that was said: those who lead the group, in every kind of group; the journal says who and when."""
    return leads(member)


def may_invite(member: Member | None, group: Group) -> bool:
    """Whether this person may invite people and end invitations: those who lead the group, unless it is archived."""
    return leads(member) and group.archived_at is None


def may_see_receipts(member: Member | None, message: Message) -> bool:
    """Who has read: for the author and those who lead."""
    return member is not None and (message.author_id == member.person_id or leads(member))


def may_see_receipts_about(other: Person, group: Group) -> bool:
    """In listening groups nobody sees whether a resident has read (story S8)."""
    return group.kind != Group.Kind.LISTENING or other.kind == Person.Kind.OFFICIAL


def shows_ranks(group: Group) -> bool:
    """Posts are shown beside names, except in listening groups, where nobody has a rank."""
    return group.kind != Group.Kind.LISTENING


def share_a_group(viewer: Person, people: Collection[int]) -> set[int]:
    """Gives those of these people who are in a group together with the viewer: they know each other there. The directory asks this beside
    its own rules."""
    mine = Member.objects.filter(person=viewer, left_at=None).values("group")
    return set(Member.objects.filter(person__in=people, left_at=None, group__in=mine).values_list("person", flat=True))
