"""Who may do what with outlets."""

from __future__ import annotations

from huiyin.groups.models import Group, Member
from huiyin.groups.rules import leads
from huiyin.notices.models import Notice
from huiyin.people.models import Person
from huiyin.tasks.rules import may_see
from huiyin.tasks.standing import part_of


def may_see_robots(member: Member | None) -> bool:
    """Those who lead the group."""
    return leads(member)


def may_keep_robots(member: Member | None, group: Group) -> bool:
    """Those who lead it, while it goes on: a robot says that something became of a task, and no word of the conversation."""
    return leads(member) and group.archived_at is None


def may_be_mailed(person: Person, notice: Notice) -> bool:
    """Whether a person may still be told of it: asked when the mail goes out, which may be a night later."""
    if not person.is_active:
        return False
    return notice.task is None or may_see(part_of(person, notice.task), notice.task)
