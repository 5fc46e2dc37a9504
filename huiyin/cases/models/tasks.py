"""What was given out for a case."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from huiyin.cases.models.case import Case
from huiyin.tasks.models import Task


class CaseTask(models.Model):
    """A task that hangs on a case: it has its own deadline, ladder and proof, and the case's page shows how it stands."""

    case = models.ForeignKey(Case, db_index=False, on_delete=models.CASCADE, related_name="hung_tasks")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "task"], name="case_task_once")]
