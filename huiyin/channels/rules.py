"""Who may do what with destinations."""

from __future__ import annotations

from huiyin.channels.models import Destination
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import leads, voice
from huiyin.notices.models import Notice
from huiyin.notices.presentation import subjects_of
from huiyin.people.models import Person
from huiyin.people.rules import role_of


def may_see_robots(member: Member | None) -> bool:
    """Those who lead the group."""
    return leads(member)


def may_keep_robots(member: Member | None, group: Group) -> bool:
    """Those who lead it, while it goes on: a robot says that something became of a task, and no word of the conversation."""
    return leads(member) and group.archived_at is None


def may_be_told(robot: Destination) -> bool:
    """Whether the right stands in whose name a robot is told: asked each time something leaves."""
    return robot.group is not None and robot.by is not None and may_keep_robots(voice(robot.by, robot.group), robot.group)


def may_be_mailed(person: Person, notice: Notice) -> bool:
    """Whether a person may still be told of it: asked when the mail goes out, which may be a night later."""
    return person.is_active and bool(subjects_of(person, [notice]))


def may_see_troubles(person: Person) -> bool:
    """What could not be delivered, of the whole house: who runs it."""
    return role_of(person) == "system"
