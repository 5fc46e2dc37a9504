"""What of tasks, what repeats and handovers is about a person: what becomes of it, and what blocks."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.core.personal_data import Blocker, BlockerKind, Fate, PersonalData
from huiyin.people.models import Person
from huiyin.people.queries import posts_of
from huiyin.tasks.models import ENDED, Assignee, Handover, HandoverItem, RepeatedAssignee, Repetition, Task

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
    PersonalData("tasks.handover", _OFFICE, {"leaver": Fate.KEPT, "successor": Fate.KEPT, "given_by": Fate.KEPT}),
    PersonalData("tasks.handoveritem", _OFFICE, {"receiver": Fate.KEPT}),
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


def _handovers(person: Person, _named: bool) -> Iterator[Blocker]:
    items = HandoverItem.objects.filter(receiver=person, done_at=None)
    part = Q(leaver=person) | Q(successor=person) | Q(pk__in=items.values("handover"))
    for one in Handover.objects.filter(part, taken_at=None).select_related("post__unit").order_by("pk")[:SHOWN]:
        yield Blocker(_("handover of %(post)s") % {"post": one.post}, reverse("handover", args=[one.pk]))


BLOCKERS = [BlockerKind("tasks", 10, _tasks), BlockerKind("repetitions", 20, _repetitions), BlockerKind("handovers", 50, _handovers)]
