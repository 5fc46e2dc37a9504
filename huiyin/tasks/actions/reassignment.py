"""A declined task goes to somebody else: by the issuer's word, or by that of who stands right above the lead."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from huiyin.core.errors import Invalid, NotThere
from huiyin.groups.rules import membership_of
from huiyin.journal.recording import record
from huiyin.people.models import Person
from huiyin.tasks.actions.group_lines import say, show
from huiyin.tasks.actions.issuing import named_assignee
from huiyin.tasks.actions.laddering import set_deadline
from huiyin.tasks.actions.moves import check_move, locked_for, move, written
from huiyin.tasks.actions.reminding import schedule_nag
from huiyin.tasks.drafts import Named
from huiyin.tasks.models import Assignee, Task
from huiyin.tasks.moves import MOVES


@MOVES.makes("pass-on")
def pass_on(task: Task | int, by: Person, lead: Named, words: str = "") -> Task:
    """Gives a declined task to another lead; deadline and helpers stay, the ladder is drawn anew above the new lead."""
    with transaction.atomic():
        task, part = locked_for(task, by)
        check_move(task, part, "pass-on")
        member = membership_of(by, task.group)
        if member is None:
            raise NotThere
        words = written(words)
        new = named_assignee(member, lead, Assignee.Role.LEAD)
        old = Assignee.objects.get(task=task, role=Assignee.Role.LEAD, ended_at=None)
        if (old.person_id, old.post_id) == (new.person_id, new.post_id):
            raise Invalid(field="lead")
        old.ended_at = timezone.now()
        old.save(update_fields=["ended_at"])
        Assignee.objects.filter(task=task, person=new.person, post=new.post, ended_at=None).update(ended_at=timezone.now())
        new.task = task
        new.save(force_insert=True)
        task.lead_post, task.lead_unit = new.post, new.post.unit if new.post else None
        move(task, "pass-on")
        if task.deadline_at is not None and task.overdue_at is None and task.deadline_at > timezone.now():
            set_deadline(task, task.deadline_at)
        task.save()
        schedule_nag(task)
        data = {"task": task.pk, "assignees": [[new.role, new.person_id, new.post_id]]}
        record(task.stream_id, "task.passed_on", by=by, data=data, sealed={"words": words}, about=task)
        name = new.person.name if new.person else str(new.post)
        say(task, by, f"@{name} {words}".strip(), "passed_on")
        show(task)
    return task
