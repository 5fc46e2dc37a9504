"""Who may do what with a task. They take the part a person has in it (participation.part_of); deny unless one says yes."""

from __future__ import annotations

from datetime import datetime

from huiyin.core.moves import Move
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import may_post
from huiyin.people.models import Person
from huiyin.tasks.models import Repetition, Task
from huiyin.tasks.moves import MOVES, REPETITION_MOVES
from huiyin.tasks.participation import Part


def may_issue(member: Member | None, group: Group) -> bool:
    """Officials who may write in a work or notice group. In listening groups there are no tasks (story S8)."""
    return (
        member is not None and group.kind != Group.Kind.LISTENING and member.person.kind == Person.Kind.OFFICIAL and may_post(member, group)
    )


def may_see(part: Part, task: Task) -> bool:
    """Those concerned always; the whole group where the task is open to it; who stands above the lead, and nobody else."""
    concerned = part.issuer or part.does or part.above or part.told or part.office
    return concerned or (part.member and task.visibility == Task.Visibility.GROUP)


def roles(part: Part) -> set[str]:
    """Gives what somebody is to a task, as the table of moves calls it."""
    return {name for name in ("issuer", "lead", "helper", "nearest", "told") if getattr(part, name)}


def may_make(part: Part, task: Task, name: str) -> bool:
    """Whether the table has somebody make this move now. A declined task thus goes on by the word of its issuer, or of who stands right
    above the lead: it never lies with nobody; and the lead answers for the whole: who helps reports no end."""
    return MOVES.leads(name, task.state) and not roles(part).isdisjoint(MOVES[name].who)


def deadline_stands(task: Task, now: datetime) -> bool:
    """Whether there is time left: then a report that is sent back keeps the deadline."""
    return task.deadline_at is not None and now < task.deadline_at


def may_ask_for_time(part: Part, task: Task, now: datetime) -> bool:
    """The lead, before the deadline: who asks when it has passed asks too late."""
    return may_make(part, task, "ask-for-time") and deadline_stands(task, now)


def possible(part: Part, task: Task, now: datetime) -> list[Move]:
    """Gives the moves somebody may make now, in the order of the table."""
    return [row for row in MOVES.possible(task.state, roles(part)) if row.name != "ask-for-time" or deadline_stands(task, now)]


def may_explain(person: Person, rung_person_id: int | None, task: Task) -> bool:
    """The note belongs to who was told; to nobody else, and for as long as the task's record lives."""
    return rung_person_id == person.pk


def may_split(part: Part, task: Task) -> bool:
    """Give out a part of it: issuer and lead; parts have no parts."""
    return (part.issuer or part.lead) and task.is_open and task.parent_id is None


def may_see_repetition(part: Part, repetition: Repetition) -> bool:
    """As a task: those concerned, and the group where what is issued is open to it."""
    concerned = part.issuer or part.does or part.above or part.office
    return concerned or (part.member and repetition.visibility == Task.Visibility.GROUP)


def may_change_repetition(part: Part) -> bool:
    """Pause, resume, end, change: who has it repeated."""
    return all(not roles(part).isdisjoint(row.who) for row in REPETITION_MOVES.rows)


def possible_of_repetition(part: Part, repetition: Repetition) -> list[Move]:
    """Gives the moves of what repeats that somebody may make now, in the order of the table; none in a group that has ended."""
    return [] if repetition.group.archived_at is not None else REPETITION_MOVES.possible(repetition.state, roles(part))


def may_see_receipts(part: Part) -> bool:
    """Who has read and who has acknowledged: the issuer, and who stands above."""
    return part.issuer or part.above
