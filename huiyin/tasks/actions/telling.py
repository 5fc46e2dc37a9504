"""What the group hears of a task: the words people add to it, lines about what happened, the card drawn anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huiyin.groups.actions.posting import Draft, post_messages
from huiyin.groups.models import Group, Member, Message
from huiyin.journal.errors import Refused
from huiyin.journal.recording import record
from huiyin.people.models import Person
from huiyin.tasks.models import Task

HOUSE = "回音"  # the name under which the house itself says what happened


def say(
    task: Task, by: Person, text: str, as_: str, *, uploads: Sequence[str] = (), key: str = "", urgent_reason: str = ""
) -> Message | None:
    """Says in the task's group what somebody adds to it, as an answer to the task. Gives the message.

    None where the group is not to hear of it: the task is only for those concerned, the group has ended, or the speaker is not in
    it (who acts for a post need not be). The words stand in the task's record in any case. Raises Refused for what cannot be posted.
    """
    if task.visibility != Task.Visibility.GROUP or task.group.archived_at is not None:
        return None
    if not Member.objects.filter(group=task.group_id, person=by, left_at=None).exists():
        return None
    reply_to = task.message.n if task.message is not None else None
    bears = {"task": {"id": task.pk, "as": as_}}
    return _post(Draft(task.group_id, by.pk, text, key, reply_to, uploads, urgent_reason=urgent_reason, bears=bears))


def tell(task: Task, event: str, **facts: Any) -> Message | None:
    """Says in the group, in the house's own name, that something happened: one line that everybody reads in their language.

    Takes the event's name (rendering.py has its words) and its facts, plain values. `text` is what search and copies keep.
    """
    if task.visibility != Task.Visibility.GROUP or task.group.archived_at is not None:
        return None
    bears = {"task": {"id": task.pk, "as": "event"}, "event": {"of": "task", "name": event, "number": task.number, **facts}}
    owner = Member.objects.filter(group=task.group_id, role=Member.Role.OWNER, left_at=None).values_list("person", flat=True).first()
    if owner is None:
        return None
    from huiyin.tasks.rendering import event_words

    text = event_words(bears["event"], "zh-hans")
    reply_to = task.message.n if task.message is not None else None
    return _post(Draft(task.group_id, owner, text, reply_to=reply_to, robot={"name": HOUSE, "hook": 0}, bears=bears))


def show(task: Task) -> None:
    """Has the card drawn anew where it hangs, for everybody who looks at the group."""
    if task.visibility == Task.Visibility.GROUP and task.message is not None:
        data = {"task": task.pk, "group": task.group_id, "n": task.message.n}
        record(Group.objects.values_list("stream", flat=True).get(pk=task.group_id), "task.shown", data=data, about=None)


def _post(draft: Draft) -> Message:
    result = post_messages([draft])[0]
    if isinstance(result, Refused):
        raise result
    return result.message
