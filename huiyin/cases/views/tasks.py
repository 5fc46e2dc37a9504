"""Tasks that hang on a case: on its page, on the form that gives one out, and from the task's page back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from huiyin.cases.actions import hang_task
from huiyin.cases.actions.transition import check_move
from huiyin.cases.models import Case
from huiyin.cases.queries.page import CasePage, case_for, clocks_of
from huiyin.cases.queries.tasks import cases_of_task, groups_to_issue_in, hung_tasks
from huiyin.cases.rules import Speaker, may_have_tasks, speaker_of
from huiyin.core.errors import WrongState
from huiyin.people.auth import PersonRequest, require_person
from huiyin.people.models import Person
from huiyin.tasks.extension_points import Shown, TaskOrigin
from huiyin.tasks.models import Task
from huiyin.tasks.rendering import cards_html, cards_of
from huiyin.worktime.bounds import whole_in


def addition(who: Speaker, shown: CasePage) -> Any:
    """What stands on a case's page: the tasks that hang on it, each with its ladder, and the way to give one out."""
    if not shown.inside or who.person is None:
        return None
    hung = hung_tasks(shown.case, who.person)
    may = any(move.name == "task" for move in shown.may)
    if not may and not hung.tasks and not hung.others:
        return None
    cards = cards_of(hung.tasks)
    drawn = cards_html([cards[task.pk] for task in hung.tasks], get_language() or "zh-hans")
    return {"cards": drawn, "others": hung.others, "all_ended": hung.all_ended, "may": may,
            "groups": groups_to_issue_in(who.person) if may else []}  # fmt: skip


@require_GET
@require_person
def begin(request: PersonRequest, pk: int) -> HttpResponse:
    """To the form, in the group that was chosen."""
    _begins(request.user, pk)
    group = whole_in(request.GET.get("group"))
    if group is None:
        return redirect(f"{reverse('case', args=[pk])}#tasks")
    return redirect(f"{reverse('task-new', args=[group])}?{urlencode({'for': f'case:{pk}'})}")


def _begins(person: Person, number: int) -> Shown:
    who = speaker_of(person)
    case = case_for(who, number)
    check_move(case, who, "task")
    if not may_have_tasks(case):
        raise WrongState
    due = [clock.due_at for clock in clocks_of(case) if clock.main and clock.ended_at is None and clock.due_at > timezone.now()]
    return _shown(case, case.title, min(due, default=None))


def _shown(case: Case, title: str = "", deadline: Any = None) -> Shown:
    words = _("For request № %(number)s: %(title)s") % {"number": case.number, "title": case.title}
    return Shown(words, reverse("case", args=[case.pk]), title, deadline)


def _hang(person: Person, number: int, issue: Callable[[], Task]) -> Task:
    who = speaker_of(person)
    return hang_task(case_for(who, number), who, issue)


def _leads_back(person: Person, task: Task) -> Iterable[Shown]:
    return [_shown(case) for case in cases_of_task(person, task)]


ORIGIN = TaskOrigin("case", _begins, _hang, _leads_back)
