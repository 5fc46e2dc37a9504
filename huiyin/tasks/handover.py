"""What of tasks goes with a post: those led, helped with or issued there, and what repeats."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from huiyin.core.handover import Giving, Handed, HandoverKind
from huiyin.people.models import Person, Post
from huiyin.tasks.actions.handing_over import give_issued, give_part, give_repeated, give_repeated_part
from huiyin.tasks.handover_rules import cannot_do, cannot_do_again, cannot_have_again, cannot_issue
from huiyin.tasks.models import OPEN, Assignee, RepeatedAssignee, Repetition, Task
from huiyin.tasks.queries.visibility import visible_to
from huiyin.tasks.recurrence.parts import repetitions_seen

LEAD, HELP = Assignee.Role.LEAD, Assignee.Role.HELPER


def _done_as(role: str) -> Callable[[Person, Post], Iterable[int]]:
    def found(person: Person, post: Post) -> Iterable[int]:
        mine = Assignee.objects.filter(person=person, post=post, role=role, ended_at=None, task__state__in=OPEN)
        return mine.order_by("task").values_list("task", flat=True)

    return found


def _repeated_as(role: str) -> Callable[[Person, Post], Iterable[int]]:
    def found(person: Person, post: Post) -> Iterable[int]:
        mine = RepeatedAssignee.objects.filter(person=person, post=post, role=role, repetition__ended_at=None)
        return mine.order_by("repetition").values_list("repetition", flat=True)

    return found


def _issued(person: Person, post: Post) -> Iterable[int]:
    return Task.objects.filter(issuer=person, issuer_post=post, state__in=OPEN).order_by("pk").values_list("pk", flat=True)


def _repeated(person: Person, post: Post) -> Iterable[int]:
    return Repetition.objects.filter(issuer=person, issuer_post=post, ended_at=None).order_by("pk").values_list("pk", flat=True)


def _tasks(numbers: Collection[int], reader: Person) -> Mapping[int, Handed]:
    opens = set(visible_to(reader).filter(pk__in=numbers).values_list("pk", flat=True))
    found = Task.objects.filter(pk__in=numbers).values_list("pk", "number", "title")
    return {pk: Handed(title, reverse("task", args=[pk]) if pk in opens else "", str(number)) for pk, number, title in found}


def _repetitions(numbers: Collection[int], reader: Person) -> Mapping[int, Handed]:
    opens = set(repetitions_seen(reader).filter(pk__in=numbers).values_list("pk", flat=True))
    found = Repetition.objects.filter(pk__in=numbers).values_list("pk", "title")
    return {pk: Handed(title, reverse("repetition", args=[pk]) if pk in opens else "", icon="refresh") for pk, title in found}


def _only_third(refuses: Callable[[Giving], object]) -> Callable[[Giving], object]:
    """Who takes the post takes all that goes with it: only a third person may be unfit for one thing."""
    return lambda giving: refuses(giving) if giving.third else ""


LEADS, HELPS = pgettext_lazy("item of a handover", "Leads"), pgettext_lazy("item of a handover", "Helps")
HANDOVER = (
    HandoverKind("leads", LEADS, 2, _done_as(LEAD), _tasks, give_part, _only_third(cannot_do)),
    HandoverKind("helps", HELPS, 4, _done_as(HELP), _tasks, give_part, _only_third(cannot_do)),
    HandoverKind("issued", pgettext_lazy("item of a handover", "Issued"), 6, _issued, _tasks, give_issued, _only_third(cannot_issue)),
    HandoverKind("leads_repeated", LEADS, 8, _repeated_as(LEAD), _repetitions, give_repeated_part, _only_third(cannot_do_again)),
    HandoverKind("helps_repeated", HELPS, 10, _repeated_as(HELP), _repetitions, give_repeated_part, _only_third(cannot_do_again)),
    HandoverKind("repeated", pgettext_lazy("item of a handover", "Has it repeated"), 12,
                 _repeated, _repetitions, give_repeated, _only_third(cannot_have_again)),
)  # fmt: skip
