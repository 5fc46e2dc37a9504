"""A task, or what repeats, goes on with a post: its issuer, or who does it, is somebody else. A third person has it from their own post."""

from __future__ import annotations

from django.utils import timezone

from huiyin.core.handover import Giving
from huiyin.groups.actions import add_people
from huiyin.groups.models import Group, Member
from huiyin.journal.recording import record
from huiyin.people.models import Person, Post
from huiyin.people.queries import own_post_of
from huiyin.tasks.actions.group_lines import show
from huiyin.tasks.actions.laddering import set_deadline
from huiyin.tasks.actions.recurrence_issuing import schedule_next
from huiyin.tasks.actions.reminding import schedule_nag
from huiyin.tasks.models import Assignee, Repetition, Task


def give_issued(giving: Giving) -> None:
    """Who issued a task, and accepts it."""
    task = Task.locked(giving.number)
    if not task.is_open or task.issuer_id != giving.leaver.pk:
        return
    _bring_in(task.group, giving.to)  # who does it hears what is said of it
    task.issuer = giving.to
    if giving.third:
        task.issuer_post = _post(giving)
    _gone_on(task, giving, "issued")


def give_part(giving: Giving) -> None:
    """Who leads a task or helps with it."""
    task = Task.locked(giving.number)
    mine = list(Assignee.objects.filter(task=task, person=giving.leaver, post=giving.post, ended_at=None))
    if not task.is_open or not mine:
        return
    _bring_in(task.group, giving.to)
    post = _post(giving)
    for old in mine:
        _give_part(task, old, giving.to, post)
        if old.role == Assignee.Role.LEAD and giving.third:
            task.lead_post, task.lead_unit = post, post.unit if post is not None else None
    schedule_nag(task)
    _gone_on(task, giving, "leads" if any(old.role == Assignee.Role.LEAD for old in mine) else "helps")


def _give_part(task: Task, old: Assignee, to: Person, post: Post | None) -> None:
    old.ended_at = timezone.now()
    old.save(update_fields=["ended_at"])
    known = Assignee.objects.filter(task=task, person=to, ended_at=None)
    if old.role != Assignee.Role.LEAD and known.exists():
        return
    known.update(ended_at=timezone.now())
    Assignee.objects.create(task=task, role=old.role, person=to, post=post)


def _gone_on(task: Task, giving: Giving, kind: str) -> None:
    if giving.third and task.deadline_at is not None and task.overdue_at is None and task.deadline_at > timezone.now():
        set_deadline(task, task.deadline_at)  # another line stands between the two
    task.save()
    data = {"task": task.pk, "handover": giving.handover, "kind": kind, "from": giving.leaver.pk, "to": giving.to.pk}
    record(task.stream_id, "task.handed_over", by=giving.by, data=data, about=task)
    show(task)


def give_repeated(giving: Giving) -> None:
    """Who has it repeated."""
    found = Repetition.locked(giving.number)
    if found.ended_at is not None or found.issuer_id != giving.leaver.pk:
        return
    _bring_in(found.group, giving.to)
    found.issuer, found.issuer_post = giving.to, _post(giving) if giving.third else found.issuer_post
    found.save(update_fields=["issuer", "issuer_post"])
    _goes_on(found, giving, "repeat")


def give_repeated_part(giving: Giving) -> None:
    """Who does it each time."""
    found = Repetition.locked(giving.number)
    mine = list(found.assignees.filter(person=giving.leaver, post=giving.post))
    if found.ended_at is not None or not mine:
        return
    _bring_in(found.group, giving.to)
    for one in mine:
        one.person, one.post = giving.to, _post(giving)
        one.save(update_fields=["person", "post"])
    schedule_next(found)
    _goes_on(found, giving, "leads" if any(one.role == Assignee.Role.LEAD for one in mine) else "helps")


def _goes_on(found: Repetition, giving: Giving, kind: str) -> None:
    data = {"repetition": found.pk, "handover": giving.handover, "kind": kind, "from": giving.leaver.pk, "to": giving.to.pk}
    record(found.stream_id, "repetition.handed_over", by=giving.by, data=data, about=found)


def _post(giving: Giving) -> Post | None:
    """At which post it is done from now on: a third person has it from their own."""
    if not giving.third:
        post: Post | None = giving.post
        return post
    own = own_post_of(giving.to.pk)
    return own.post if own is not None else None


def _bring_in(group: Group, person: Person) -> None:
    owner = Member.objects.filter(group=group, role="owner", left_at=None).select_related("person").first()
    if owner is not None and group.archived_at is None:
        add_people(group, [person], by=owner.person)
