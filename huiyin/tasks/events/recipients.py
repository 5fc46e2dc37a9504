"""Who is told of what becomes of a task.

Only what asks something of somebody, or answers them. Who has acknowledged stands in the receipts, how it goes stands in the group:
a notice of those would be noise. Where a task is only for those concerned the group hears nothing, so there the issuer is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from huiyin.groups.models import Member
from huiyin.journal.event_types import Recipient
from huiyin.journal.models import Entry
from huiyin.people.queries import holders_for, posts_held
from huiyin.tasks.models import Assignee, Extension, Repetition, Rung, Task
from huiyin.tasks.participation import assignees_of, doers, line_above


def issued(entry: Entry) -> Iterator[Recipient]:
    """Everybody who does it today, each told whether they lead or help."""
    task = _task(entry)
    for person, role in _doers(task):
        yield from _to([person], "task.issued" if role == Assignee.Role.LEAD else "task.helping", task)


def passed_on(entry: Entry) -> Iterator[Recipient]:
    """Who leads it now, and the issuer."""
    task = _task(entry)
    yield from _to(_lead(task), "task.issued", task)
    yield from _to(_issuer(task), "task.passed_on", task)


def nagged(entry: Entry) -> Iterable[Recipient]:
    """Those the entry names: who has not acknowledged it."""
    return _to(entry.data["people"], "task.nagged", _task(entry))


def progressed(entry: Entry) -> Iterable[Recipient]:
    """The issuer, of a task that only its line sees: of any other the group reads it."""
    task = _task(entry)
    return _to(_issuer(task), entry.kind, task) if task.visibility == Task.Visibility.LINE else ()


def declined(entry: Entry) -> Iterator[Recipient]:
    """Issuer and superior are asked to pass it on: it never lies with nobody."""
    task = _task(entry)
    yield from _to(_issuer(task), entry.kind, task)
    nearest = line_above(task)[:1]
    yield from _to([held.person.pk for held in holders_for([post.pk for post in nearest]).values()], entry.kind, task)


def asked_again(entry: Entry) -> Iterable[Recipient]:
    """The lead, with whom it lies again."""
    task = _task(entry)
    return _to(_lead(task), entry.kind, task)


def for_the_issuer(entry: Entry) -> Iterable[Recipient]:
    """The issuer."""
    task = _task(entry)
    return _to(_issuer(task), entry.kind, task)


def for_the_doers(entry: Entry) -> Iterable[Recipient]:
    """Everybody who does it today."""
    task = _task(entry)
    return _to([person for person, _role in _doers(task)], entry.kind, task)


def overdue(entry: Entry) -> Iterator[Recipient]:
    """Everybody who does it today, and the issuer."""
    task = _task(entry)
    yield from _to([person for person, _role in _doers(task)], entry.kind, task)
    yield from _to(_issuer(task), entry.kind, task)


def rung(entry: Entry) -> Iterable[Recipient]:
    """Who stands on the rung; a vacant one is climbed past."""
    return _to([entry.data["person"]], entry.kind, _task(entry)) if entry.data["person"] else ()


def answered(entry: Entry) -> Iterator[Recipient]:
    """Who asked for more time, and the lead."""
    task = _task(entry)
    yield from _to(Extension.objects.filter(pk=entry.data["extension"]).values_list("by", flat=True), entry.kind, task)
    yield from _to(_lead(task), entry.kind, task)


def not_issued(entry: Entry) -> list[Recipient]:
    """Nobody, or not everybody, could be given it: who has it repeated looks at it. A server that was down is no matter of theirs."""
    found = Repetition.objects.select_related("group").get(pk=entry.data["repetition"])
    if entry.data.get("because") == "down":
        return []
    speakers = [held.person.pk for held in holders_for([found.issuer_post_id]).values()] if found.issuer_post_id else []
    people = speakers or [found.issuer_id]
    inside = Member.objects.filter(group=found.group_id, left_at=None)
    # Where those were shown out of the group, whoever owns it looks at it: it is never nobody's.
    told = list(inside.filter(person__in=people).values_list("person", flat=True))
    told = told or list(inside.filter(role=Member.Role.OWNER).values_list("person", flat=True))
    return [Recipient(person, entry.kind) for person in told]


def _task(entry: Entry) -> Task:
    """What the action had in its hands (read under its lock), or read anew."""
    about = entry.about.task if isinstance(entry.about, Rung) else entry.about
    if isinstance(about, Task) and about.pk == entry.data["task"] and "group" in about._state.fields_cache:
        return about
    return Task.objects.select_related("group", "message", "lead_post").get(pk=entry.data["task"])


def _to(people: Iterable[int], kind: str, task: Task) -> list[Recipient]:
    """What was issued with a reason not to wait may leave the house at night too."""
    urgent = task.message is not None and bool(task.message.urgent_reason)
    return [Recipient(person, kind, urgent) for person in people]


def _doers(task: Task) -> list[tuple[int, str]]:
    assignees = getattr(task, "doing", None)  # the ladder knows, of many tasks at once
    if assignees is not None:
        return list(assignees)
    assignees = assignees_of([task]).get(task.pk, [])
    today = doers(assignees)
    return [(today[a.pk].pk, a.role) for a in assignees if a.pk in today]


def _lead(task: Task) -> list[int]:
    return [person for person, role in _doers(task) if role == Assignee.Role.LEAD]


def _issuer(task: Task) -> list[int]:
    """Who speaks for the post it was issued from, today: nobody is told of a task longer than they hold the post."""
    if getattr(task, "issuer_stays", False):  # the ladder knows
        return [task.issuer_id]
    if task.issuer_post_id is None or any(h.post_id == task.issuer_post_id for h in posts_held([task.issuer_id])):
        return [task.issuer_id]
    return [held.person.pk for held in holders_for([task.issuer_post_id]).values()]
