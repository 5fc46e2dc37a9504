"""What a task's own page shows: the card, what happened with who and when, reports, proof, who knows, what the reader may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from huiyin.core.errors import or_404
from huiyin.groups.models import Member
from huiyin.journal.event_types import EVENT_TYPES
from huiyin.journal.models import Entry, Sealed
from huiyin.people.models import Person, Post
from huiyin.tasks import rules
from huiyin.tasks.models import Extension, Proof, Rung, Task
from huiyin.tasks.moves import MOVES
from huiyin.tasks.participation import Part
from huiyin.tasks.rendering import Card, cards_of

ENTRIES_LIMIT = 300


@dataclass
class Step:
    """One thing that happened, as the timeline draws it. `look` is its colour: late, near, done, calm or nothing."""

    at: datetime
    kind: str
    title: str
    by: Person | None
    words: str = ""
    look: str = ""
    late_seconds: int = 0


@dataclass
class TaskPage:
    """Everything the page needs, in as many queries whatever the length of the task's history."""

    card: Card
    steps: list[Step]
    proofs: list[Proof]
    extension: Extension | None
    to_explain: list[Rung]
    parts: list[Task]
    readers: tuple[int, int] | None
    unread: list[Person]
    may: dict[str, bool]


def task_page(task: Task, person: Person, part: Part) -> TaskPage:
    """Gives what the page of a task shows to somebody who may see it. Takes the part they have in it."""
    now = timezone.now()
    readers, unread = receipts(task) if rules.may_see_receipts(part) else (None, [])
    return TaskPage(
        card=cards_of([task])[task.pk],
        steps=steps_of(task),
        proofs=list(task.proofs.select_related("upload", "by", "message")),
        extension=task.extensions.filter(verdict=Extension.Verdict.WAITING).select_related("by").first(),
        to_explain=list(
            task.rungs.filter(person=person, fired_at__isnull=False, explained_at=None).select_related("post__unit").order_by("round", "n")
        ),
        parts=list(task.parts.select_related("lead_unit", "message").order_by("pk")),
        readers=readers,
        unread=unread,
        may=_may(task, part, now),
    )


def _may(task: Task, part: Part, now: datetime) -> dict[str, bool]:
    """What the reader may do: each move under the name it is offered under, and giving out a part. An explanation is asked of a rung."""
    possible = {row.name for row in rules.possible(part, task, now)}
    may = {row.offered.replace("-", "_"): row.name in possible for row in MOVES.rows if "rung" not in row.brings}
    may["acknowledge"] = may["acknowledge"] and _not_acknowledged(task, part)
    return may | {"split": rules.may_split(part, task) and part.member}


def extension_or_404(task: Task, pk: int | None) -> Extension:
    """Gives an extension of this task by its id. Raises NotThere."""
    return or_404(task.extensions.filter(pk=pk or 0).first())


def rung_or_404(task: Task, pk: int | None) -> Rung:
    """Gives a rung of this task's ladder by its id. Raises NotThere."""
    return or_404(task.rungs.filter(pk=pk or 0).first())


def proof_or_404(task: Task, key: str) -> Proof:
    """Gives what proves something of this task by the key of its upload, as long as that is kept. Raises NotThere."""
    return or_404(task.proofs.filter(upload__key=key, upload__erased_at=None).select_related("upload").first())


def _not_acknowledged(task: Task, part: Part) -> bool:
    return task.assignees.filter(pk__in=part.assignees, acknowledged_at=None).exists()


def receipts(task: Task) -> tuple[tuple[int, int] | None, list[Person]]:
    """Gives how many of those who do it have read the message that issued it, and how many not; and who has not. For the issuer."""
    if task.message is None:
        return None, []
    card = cards_of([task])[task.pk]
    people = {p.pk: p for a in card.assignees if (p := card.doer(a)) is not None}
    read = set(
        Member.objects.filter(group=task.group_id, person__in=people, read_n__gte=task.message.n).values_list("person", flat=True)
    )
    return (len(read), len(people) - len(read)), [p for pk, p in people.items() if pk not in read]


def steps_of(task: Task) -> list[Step]:
    """Gives what happened to a task, oldest first, with the words people wrote where they still exist."""
    entries = list(Entry.objects.filter(stream=task.stream_id).select_related("by").order_by("seq")[:ENTRIES_LIMIT])
    bodies = dict(Sealed.objects.filter(entry__in=entries, erased_at=None).values_list("entry", "body"))
    posts = Post.objects.select_related("unit").in_bulk(_ids(entries, "post"))
    people = Person.objects.in_bulk(_ids(entries, "person"))
    return [_step(entry, bodies.get(entry.pk) or {}, posts, people) for entry in entries if EVENT_TYPES[entry.kind].step is not None]


def _ids(entries: Sequence[Entry], name: str) -> set[int]:
    return {entry.data[name] for entry in entries if entry.data.get(name)}


def _step(entry: Entry, body: dict[str, Any], posts: dict[int, Post], people: dict[int, Person]) -> Step:
    step = EVENT_TYPES[entry.kind].step
    assert step is not None, "asked for by whoever draws the timeline"
    title, look = str(step.words), step.look
    if entry.kind == "rung.fired":
        post, person = posts.get(entry.data["post"]), people.get(entry.data["person"] or 0)
        facts = {"post": post or "", "person": person.name if person else ""}
        title = _("%(post)s %(person)s was told") % facts if person else _("%(post)s is vacant: climbed past") % facts
        look = look if person else ""
    return Step(entry.at, entry.kind, str(title), entry.by, str(body.get("words", "")), look, int(entry.data.get("late_seconds") or 0))
