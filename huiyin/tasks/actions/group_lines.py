"""What the group hears of a task: the words people add to it, lines about what happened, the card drawn anew."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from huiyin.core.errors import Refused
from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.groups.actions.drafts import Draft
from huiyin.groups.actions.posting import post_messages
from huiyin.groups.models import Group, Member, Message
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
    if key:  # in the group it is a key of this move on this task; another task's, or another move's, is another message
        key = hashlib.blake2b(f"{task.pk}|{as_}|{key}".encode(), digest_size=16).hexdigest()
    return _post(Draft(task.group_id, by.pk, text, key, reply_to, uploads, urgent_reason=urgent_reason, bears=bears))


_owners = Compiled[Any](
    lambda groups: Member.objects.filter(IdIn("group_id", groups), role=Member.Role.OWNER, left_at=None).values_list("group", "person")
)


def tell(task: Task, event: str, **facts: Any) -> Message | None:
    """Says in the group, in the house's own name, that something happened: one line that everybody reads in their language.

    Takes the event's name (rendering.py has its words) and its facts, plain values. `text` is what search and copies keep.
    """
    drafts = drafts_of([(task, event, facts)])
    return _post(drafts[0]) if drafts else None


def drafts_of(events: Sequence[tuple[Task, str, Mapping[str, Any]]]) -> list[Draft]:
    """Gives the lines that say what happened to tasks, ready to be posted. Takes (task, event's name, facts).

    None for tasks of which their group is not to hear.
    """
    from huiyin.tasks.event_words import event_words

    told = [(t, name, facts) for t, name, facts in events if t.visibility == Task.Visibility.GROUP and t.group.archived_at is None]
    owners = dict(_owners(tuple({t.group_id for t, _n, _f in told}))) if told else {}
    drafts = []
    for task, name, facts in told:
        if task.group_id in owners:
            bears = {"task": {"id": task.pk, "as": "event"}, "event": {"of": "task", "name": name, "number": task.number, **facts}}
            text, reply_to = event_words(bears["event"], "zh-hans"), task.message.n if task.message is not None else None
            robot = {"name": HOUSE, "hook": 0}
            drafts.append(Draft(task.group_id, owners[task.group_id], text, reply_to=reply_to, robot=robot, bears=bears))
    return drafts


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
