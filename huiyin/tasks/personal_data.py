"""What of tasks and what repeats is about a person: what becomes of it, what blocks, and what stays as an act in office."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.personal_data import Blocker, BlockerKind, CopyPart, Erased, Fate, Office, PersonalData, PieceByPiece, Row, Stays, at
from huiyin.groups.actions.erasing import take_out_of_line
from huiyin.groups.models import Message
from huiyin.people.models import Person
from huiyin.people.queries import posts_of
from huiyin.tasks.models import (
    ENDED,
    Assignee,
    Extension,
    Proof,
    RepeatedAssignee,
    Repetition,
    Report,
    Rung,
    SavedView,
    Task,
)

SHOWN = 50
_OFFICE = "the record of an office, which the Archives Law wants kept: under the office or a neutral word"

PERSONAL_DATA = [
    PersonalData("tasks.savedview", "their own, of use to nobody else", {"person": Fate.REMOVED}),
    PersonalData("tasks.movemade", "so that what is sent twice is done once; nobody sends any more", {"person": Fate.REMOVED}),
    PersonalData("tasks.task", _OFFICE, {"issuer": Fate.KEPT}),
    PersonalData("tasks.assignee", _OFFICE, {"person": Fate.KEPT, "acknowledged_by": Fate.KEPT, "held_by": Fate.KEPT}),
    PersonalData("tasks.rung", _OFFICE, {"person": Fate.KEPT, "explained_by": Fate.KEPT}),
    PersonalData("tasks.report", _OFFICE, {"by": Fate.KEPT, "verdict_by": Fate.KEPT}),
    PersonalData("tasks.extension", _OFFICE, {"by": Fate.KEPT, "verdict_by": Fate.KEPT}),
    PersonalData("tasks.proof", _OFFICE, {"by": Fate.KEPT}),
    PersonalData("tasks.repetition", _OFFICE, {"issuer": Fate.KEPT}),
    PersonalData("tasks.repeatedassignee", _OFFICE, {"person": Fate.KEPT}),
    PersonalData("tasks.numbering", "numbers of tasks"),
]


def _issued(person: Person, posts: list[int]) -> Q:
    return Q(issuer=person, issuer_post=None) | Q(issuer_post__in=posts)


def _tasks(person: Person, named: bool) -> Iterator[Blocker]:
    posts = [one.post_id for one in posts_of(person)]
    doing = Assignee.objects.filter(ended_at=None).filter(Q(person=person, post=None) | Q(post__in=posts))
    open_ones = Task.objects.filter(Q(pk__in=doing.values("task")) | _issued(person, posts)).exclude(state__in=ENDED)
    for task in open_ones.order_by("pk")[:SHOWN]:
        words = _("task № %(number)s %(title)s") % {"number": task.number, "title": task.title if named else ""}
        yield Blocker(words.strip(), reverse("task", args=[task.pk]))


def _repetitions(person: Person, named: bool) -> Iterator[Blocker]:
    posts = [one.post_id for one in posts_of(person)]
    repeated = RepeatedAssignee.objects.filter(Q(person=person, post=None) | Q(post__in=posts))
    going_on = Repetition.objects.filter(Q(pk__in=repeated.values("repetition")) | _issued(person, posts), ended_at=None)
    for again in going_on.order_by("pk")[:SHOWN]:
        title = again.title if named else f"№ {again.pk}"
        yield Blocker(_("what repeats: %(title)s") % {"title": title}, reverse("repetition", args=[again.pk]))


BLOCKERS = [BlockerKind("tasks", 10, _tasks), BlockerKind("repetitions", 20, _repetitions)]


def _lines_about(erased: Erased) -> tuple[int, int] | None:
    """Lines in which the house said what this person did: under their name, about a task in which they had a part."""
    if not erased.name:
        return None
    lines = Message.objects.filter(erased_at=None, extra__event__person=erased.name).select_related("group", "author")
    for message in lines:
        task = (message.extra.get("task") or {}).get("id")
        if task is not None and had_a_part(erased.person, task):
            take_out_of_line(message, erased.by)
            return 0, 0
    return None


def had_a_part(person: Person, task: int) -> bool:
    """Whether a person issued a task, did it, was told of it or decided about it."""
    return (
        Task.objects.filter(pk=task, issuer=person).exists()
        or Assignee.objects.filter(task=task, person=person).exists()
        or Rung.objects.filter(Q(person=person) | Q(explained_by=person), task=task).exists()
        or Report.objects.filter(Q(by=person) | Q(verdict_by=person), task=task).exists()
        or Extension.objects.filter(Q(by=person) | Q(verdict_by=person), task=task).exists()
        or Task.objects.filter(pk=task, stream__entries__by=person).exists()
    )


ERASED_AFTER = [PieceByPiece("lines_about_tasks", 40, _lines_about)]


def _acts(person: Person) -> Q:
    """Messages that are acts of an office: what they said as tasks, reports and verdicts, and what proves one."""
    return Q(extra__has_key="task") | Q(pk__in=Proof.objects.filter(by=person, message__isnull=False).values("message"))


def _proof(person: Person) -> Q:
    return Q(pk__in=Proof.objects.filter(by=person).values("upload"))


STAYS = [Stays("acts", "groups.message", _acts), Stays("proof", "media.upload", _proof)]
HELD_OFFICE = [Office("tasks", lambda person: Task.objects.filter(issuer=person).exists())]


def _parts_in_tasks(person: Person) -> Iterator[Row]:
    """Tasks they issued, did, answered for; with what they themselves wrote in them."""
    parts: dict[int, set[str]] = {}
    wrote: dict[int, list[str]] = {}
    for pk in Task.objects.filter(issuer=person).values_list("pk", flat=True):
        parts.setdefault(pk, set()).add(_("issued"))
    for done in Assignee.objects.filter(Q(person=person) | Q(acknowledged_by=person) | Q(held_by=person)):
        parts.setdefault(done.task_id, set()).add(str(done.get_role_display()))
    for rung in Rung.objects.filter(Q(person=person) | Q(explained_by=person), fired_at__isnull=False):
        parts.setdefault(rung.task_id, set()).add(_("told as a rung"))
        if rung.explained_by_id == person.pk and rung.words:
            wrote.setdefault(rung.task_id, []).append(rung.words)
    for model in (Report, Extension):
        for said in model._default_manager.filter(Q(by=person) | Q(verdict_by=person)):
            parts.setdefault(said.task_id, set()).add(_("reported or decided"))
            own = [said.words] if said.by_id == person.pk else []
            own += [said.verdict_words] if said.verdict_by_id == person.pk else []
            wrote.setdefault(said.task_id, []).extend(words for words in own if words)
    for task_id in Proof.objects.filter(by=person).values_list("task", flat=True):
        parts.setdefault(task_id, set()).add(_("gave proof"))
    repeated = Repetition.objects.filter(Q(issuer=person) | Q(assignees__person=person)).select_related("group").distinct()
    for again in repeated.order_by("pk"):
        dates = {"issued": at(again.begun_at), "ended": at(again.ended_at)}
        yield {"title": again.title, "group": again.group.name, "part": _("what repeats"), **dates}
    for task in Task.objects.filter(pk__in=parts).select_related("group").order_by("pk"):
        yield {
            "number": task.number, "title": task.title, "group": task.group.name, "part": "、".join(sorted(parts[task.pk])),
            "state": str(task.get_state_display()), "issued": at(task.issued_at), "deadline": at(task.deadline_at),
            "words": "\n".join(wrote.get(task.pk, [])),
        }  # fmt: skip


def _saved_views(person: Person) -> Iterator[Row]:
    for view in SavedView.objects.filter(person=person).order_by("pk"):
        yield {"what": _("Saved view"), "name": view.name}


COPY = [
    CopyPart("keys", "views", gettext_lazy("Passkeys, programs, links"), 43, _saved_views),
    CopyPart("tasks", "tasks", gettext_lazy("Tasks"), 70, _parts_in_tasks),
]
