"""Where each item of a handover goes: to the successor, or to a third person who may have it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid
from huiyin.core.handover import HANDED_OVER, Giving
from huiyin.groups.actions import add_people, hand_over
from huiyin.groups.models import Group, Member
from huiyin.groups.rules import standing
from huiyin.journal.recording import record
from huiyin.people.models import Person, Post
from huiyin.people.queries import posts_held, reporting_line
from huiyin.people.queries.holders import Held
from huiyin.tasks.actions.laddering import set_deadline
from huiyin.tasks.actions.recurrence_issuing import wind
from huiyin.tasks.actions.reminding import wind_nag
from huiyin.tasks.actions.telling import show
from huiyin.tasks.models import Assignee, Handover, HandoverItem, Repetition, Task
from huiyin.tasks.participation import assignees_of, doers

Kind = HandoverItem.Kind
ISSUES = (Kind.ISSUED, Kind.REPEAT)


def own_post(person: Person) -> Post | None:
    """Gives the first post a person holds, for which they are given or issue something."""
    return next((held.post for held in posts_held([person.pk]) if not held.delegated), None)


def check_receiver(handover: Handover, item: HandoverItem, receiver: Person) -> None:
    """Raises Invalid for whom this item cannot go to: the same rules as when a task is given out."""
    field, facts = f"item-{item.pk}", {"name": receiver.name}
    if receiver.pk == handover.leaver_id or receiver.kind != Person.Kind.OFFICIAL or not receiver.is_active:
        raise Invalid(_("It can go to another official who can sign in.") % {}, field=field)
    check_declared(handover, item, receiver, third=True)
    if item.group is not None or item.number is not None:
        return
    thing = item.task or item.repetition
    assert thing is not None
    if item.kind in ISSUES:
        if receiver in _doing(thing):
            raise Invalid(_("%(name)s does it, and cannot be who accepts it.") % facts, field=field)
        leads = thing.lead_post_id if isinstance(thing, Task) else thing.assignees.values_list("post", flat=True).get(role="lead")
        if leads is not None and leads in _above(posts_held([receiver.pk])):
            raise Invalid(_("Who leads it stands above %(name)s.") % facts, field=field)
        return
    if receiver.pk == thing.issuer_id:
        raise Invalid(_("%(name)s issued it, and cannot be who does it.") % facts, field=field)
    issuer = thing.issuer_post
    if issuer is not None and {held.post_id for held in posts_held([receiver.pk])} & {post.pk for post in reporting_line(issuer)}:
        raise Invalid(_("%(name)s stands above who issued it.") % facts, field=field)


def check_declared(handover: Handover, item: HandoverItem, to: Person, *, third: bool) -> None:
    """Raises Invalid, in the words of the app whose it is, where what it declared cannot go to this person."""
    kind = HANDED_OVER.get(item.sort) if item.number is not None else None
    if kind is not None and (words := kind.refuses(_giving(handover, item, to, third, to))):
        raise Invalid(words, field=f"item-{item.pk}")


def give_declared(handover: Handover, item: HandoverItem, to: Person, third: bool, by: Person) -> None:
    """What another app declared goes on, as that app moves it. What no app knows any more stays."""
    kind = HANDED_OVER.get(item.sort)
    if kind is not None:
        kind.give(_giving(handover, item, to, third, by))


def _giving(handover: Handover, item: HandoverItem, to: Person, third: bool, by: Person) -> Giving:
    assert item.number is not None
    return Giving(item.number, handover.leaver, handover.post, to, third, by, handover.pk)


def _above(held: Sequence[Held]) -> set[int]:
    return {post.pk for one in held if not one.delegated for post in reporting_line(one.post)}


def _doing(thing: Task | Repetition) -> list[Person]:
    if isinstance(thing, Repetition):
        return [one.person for one in thing.assignees.select_related("person") if one.person is not None]
    return list(doers(assignees_of([thing]).get(thing.pk, [])).values())


def give_task(handover: Handover, item: HandoverItem, to: Person, third: bool, by: Person) -> None:
    """A task goes on: its issuer, or who does it, is somebody else. A third person has it from their own post."""
    assert item.task_id is not None
    task = Task.locked(item.task_id)
    if not task.is_open:
        return
    _bring_in(task.group, to)  # who does it hears what is said of it
    post = own_post(to) if third else handover.post
    if item.kind == Kind.ISSUED:
        task.issuer, task.issuer_post = to, post if third else task.issuer_post
    else:
        for old in Assignee.objects.filter(Q(task=task, person=handover.leaver, post=handover.post, ended_at=None)):
            _give_part(task, old, to, post)
            if old.role == Assignee.Role.LEAD and third:
                task.lead_post, task.lead_unit = post, post.unit if post is not None else None
        wind_nag(task)
    if third and task.deadline_at is not None and task.overdue_at is None and task.deadline_at > timezone.now():
        set_deadline(task, task.deadline_at)  # another line stands between the two
    task.save()
    data = {"task": task.pk, "handover": handover.pk, "kind": item.kind, "from": handover.leaver_id, "to": to.pk}
    record(task.stream_id, "task.handed_over", by=by, data=data, about=task)
    show(task)


def _give_part(task: Task, old: Assignee, to: Person, post: Post | None) -> None:
    old.ended_at = timezone.now()
    old.save(update_fields=["ended_at"])
    known = Assignee.objects.filter(task=task, person=to, ended_at=None)
    if old.role != Assignee.Role.LEAD and known.exists():
        return
    known.update(ended_at=timezone.now())
    Assignee.objects.create(task=task, role=old.role, person=to, post=post)


def give_group(leaver: Person, to: Person, group: Group) -> None:
    """The group is the other's, where it is still the leaver's to give."""
    member = standing(leaver, group)
    if member is None or member.role != Member.Role.OWNER or group.archived_at is not None:
        return
    add_people(group, [to], by=leaver)
    hand_over(group, to, by=leaver)


def give_repetition(handover: Handover, item: HandoverItem, to: Person, third: bool, by: Person) -> None:
    """What repeats goes on: who has it repeated, or who does it each time."""
    assert item.repetition_id is not None
    found = Repetition.locked(item.repetition_id)
    if found.ended_at is not None:
        return
    _bring_in(found.group, to)
    post = own_post(to) if third else handover.post
    if item.kind == Kind.REPEAT:
        found.issuer, found.issuer_post = to, post if third else found.issuer_post
        found.save(update_fields=["issuer", "issuer_post"])
    else:
        for one in found.assignees.filter(person=handover.leaver, post=handover.post):
            one.person, one.post = to, post
            one.save(update_fields=["person", "post"])
        wind(found)
    data = {"repetition": found.pk, "handover": handover.pk, "kind": item.kind, "from": handover.leaver_id, "to": to.pk}
    record(found.stream_id, "repetition.handed_over", by=by, data=data, about=found)


def _bring_in(group: Group, person: Person) -> None:
    owner = Member.objects.filter(group=group, role="owner", left_at=None).select_related("person").first()
    if owner is not None and group.archived_at is None:
        add_people(group, [person], by=owner.person)
