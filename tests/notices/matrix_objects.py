"""What the addresses of notices are asked about: the owner's, of a task that was reported done."""

from __future__ import annotations

from huiyin.notices.models import Notice
from huiyin.tasks.actions import Named, TaskDraft, issue_task, report_done
from tests.permissions.county import County
from tests.permissions.places import Asked


def objects(county: County) -> Asked:
    """Has the owner told of it."""
    task = issue_task(county.group, county.owner, TaskDraft("看一夜鱼塘", Named(county.doer.pk)))
    report_done(task, county.doer, "看过了")
    return Asked({"me/notices/<int:pk>": {"pk": Notice.objects.get(person=county.owner, stream=task.stream_id).pk}})
