"""Who may do what with a task. They take the part a person has in it (standing.part_of); deny unless one says yes."""

from __future__ import annotations

from datetime import datetime

from huiyin.groups.models import Group, Member
from huiyin.groups.rules import may_post
from huiyin.people.models import Person
from huiyin.tasks.models import ENDED, IN_HAND, MOVES, Repetition, State, Task
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


def is_move(task: Task, move: str) -> bool:
    """Whether the table of moves leads somewhere from here."""
    return State(task.state) in MOVES[move][0]


def may_acknowledge(part: Part, task: Task) -> bool:
    return part.does and task.is_open


def may_progress(part: Part, task: Task) -> bool:
    return part.does and is_move(task, "progress")


def may_report(part: Part, task: Task) -> bool:
    """The lead answers for the whole."""
    return part.lead and is_move(task, "report")


def may_judge(part: Part, task: Task) -> bool:
    """Accept a report or send it back: who issued the task."""
    return part.issuer and is_move(task, "accept")


def deadline_stands(task: Task, now: datetime) -> bool:
    """Whether a report that is sent back keeps the deadline: there is time left."""
    return task.deadline_at is not None and now < task.deadline_at


def may_decline(part: Part, task: Task) -> bool:
    return part.lead and is_move(task, "decline")


def may_pass_on(part: Part, task: Task) -> bool:
    """A declined task goes on by the issuer's word, or by that of who stands right above the lead: it never lies with nobody."""
    return (part.issuer or part.nearest) and is_move(task, "pass_on")


def may_insist(part: Part, task: Task) -> bool:
    return part.issuer and is_move(task, "insist")


def may_withdraw(part: Part, task: Task) -> bool:
    return part.issuer and is_move(task, "withdraw")


def may_ask_for_time(part: Part, task: Task, now: datetime) -> bool:
    """The lead, before the deadline: who asks when it has passed asks too late."""
    return part.lead and task.state in IN_HAND and task.deadline_at is not None and now < task.deadline_at


def may_give_time(part: Part, task: Task) -> bool:
    return part.issuer and task.is_open


def may_move_deadline(part: Part, task: Task) -> bool:
    return part.issuer and task.state not in (*ENDED, State.REPORTED)


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
    return part.issuer


def may_see_receipts(part: Part) -> bool:
    """Who has read and who has acknowledged: the issuer, and who stands above."""
    return part.issuer or part.above
