"""Drawing the ladder: planned rungs as rows, one clock for the next of them."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from huiyin.journal import clocks
from huiyin.journal.recording import record
from huiyin.people.hours import days_set, hours_of
from huiyin.people.models import Post
from huiyin.tasks import ladder
from huiyin.tasks.models import Rung, Task
from huiyin.tasks.queries.ladder_posts import rungs_above
from huiyin.worktime.calendar import is_workday

CLOCK = "task.rung"


def subject(task: Task) -> str:
    """Gives the subject that the clocks of a task's ladder bear."""
    return f"task:{task.pk}"


def posts_of_ladder(task: Task) -> list[Post]:
    """Gives the posts this task's ladder climbs by today's reporting line."""
    if not task.ladder_on:
        return []
    return rungs_above(task.lead_post, task.issuer_id, task.issuer_post, task.ladder_skip, task.ladder_most)


def set_deadline(task: Task, deadline: datetime) -> list[Rung]:
    """Sets a deadline and draws the ladder for it: rungs of this round not yet told are drawn anew, the clock is wound.

    The caller saves the task. Gives the planned rungs.
    """
    hours, days = hours_of(task.lead_unit_id or task.group.unit_id), days_set()
    task.deadline_at, task.near_at, task.overdue_at = deadline, ladder.near(deadline, hours, days), None
    task.provisional = is_workday(deadline.astimezone(hours.tz).date(), days).provisional
    Rung.objects.filter(task=task, fired_at=None).delete()
    posts = posts_of_ladder(task)
    told = Rung.objects.filter(task=task, round=task.round).count()
    moments = ladder.dues(deadline, len(posts), task.interval_hours, hours, days)
    rungs = [Rung(task=task, round=task.round, n=told + n, post=post, due_at=at)
             for n, (post, at) in enumerate(zip(posts, moments, strict=True), start=1)]  # fmt: skip
    Rung.objects.bulk_create(rungs)
    clocks.schedule(CLOCK, subject(task), deadline, {"round": task.round})
    return rungs


def new_round(task: Task, deadline: datetime) -> list[Rung]:
    """A new deadline after the old one: the ladder begins anew; what was told and explained before stays as it is."""
    task.round += 1
    return set_deadline(task, deadline)


def redraw(task: Task, planned: list[Rung], posts: list[Post], next_at: datetime) -> list[Rung]:
    """The reporting line is not what it was: rungs not yet told are drawn anew, and the record says so. Gives them."""
    hours, days = hours_of(task.lead_unit_id or task.group.unit_id), days_set()
    before = [rung.post_id for rung in planned]
    first = planned[0].n if planned else Rung.objects.filter(task=task, round=task.round).count() + 1
    Rung.objects.filter(pk__in=[rung.pk for rung in planned]).delete()
    moments = ladder.dues(next_at, len(posts), task.interval_hours, hours, days)
    rungs = Rung.objects.bulk_create(
        [Rung(task=task, round=task.round, n=first + n, post=post, due_at=moment)
         for n, (post, moment) in enumerate(zip(posts, moments, strict=True))]
    )  # fmt: skip
    data = {"task": task.pk, "before": before, "after": [post.pk for post in posts]}
    record(task.stream_id, "ladder.changed", data=data, at=timezone.now())
    return rungs
