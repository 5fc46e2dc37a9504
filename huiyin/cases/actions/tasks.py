"""Who has a case in hand gives out what is to be done for it, as tasks with their own deadline and ladder."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huiyin.cases.actions.transition import begin_move, entry
from huiyin.cases.models import Case, CaseTask
from huiyin.cases.rules import Speaker, may_have_tasks
from huiyin.core.errors import WrongState
from huiyin.tasks.models import Task


def hang_task(case: Case, who: Speaker, issue: Callable[[], Task]) -> Task:
    """Hangs on a case the task that `issue` gives, in one transaction with it; once, however often. Gives the task.

    Raises NotThere, NotAllowed and WrongState as every move; WrongState also for what nobody else may learn of, and for a task that ended.
    """
    with transaction.atomic():
        case, having = begin_move(case, who, "task")
        if not may_have_tasks(case):
            raise WrongState(_("Who does a task would learn of it. Nobody else may."))
        task = issue()
        if not task.is_open:
            raise WrongState(_("This task has ended."))
        _row, new = CaseTask.objects.get_or_create(case=case, task=task)
        if new:
            entry(case, "case.task_hung", who, having, task=task.pk)
    return task
