"""Who did a task when it ended is stored with it; of what had ended before, it is read from who held the post on that day."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

AT_ONCE = 1000


def fill(apps, schema_editor):
    """A thousand at a time, in the order of their ids."""
    Assignee, last = apps.get_model("tasks", "Assignee"), 0
    ended = Assignee.objects.filter(task__ended_at__isnull=False, ended_at=None, held_by=None).select_related("task")
    while some := list(ended.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        _fill(apps, some)
        Assignee.objects.bulk_update(some, ["held_by"])
        last = some[-1].pk


def _fill(apps, assignees):
    posts = {a.post_id for a in assignees if a.post_id}
    held, delegated, reported = {}, {}, {}
    for row in apps.get_model("people", "Holding").objects.filter(post__in=posts).order_by("-acting", "since", "pk"):
        held.setdefault(row.post_id, []).append(row)
    for row in apps.get_model("people", "Delegation").objects.filter(post__in=posts).order_by("pk"):
        delegated.setdefault(row.post_id, []).append(row)
    tasks = {a.task_id for a in assignees}
    for task, by in apps.get_model("tasks", "Report").objects.filter(task__in=tasks).order_by("pk").values_list("task", "by"):
        reported[task] = by
    for a in assignees:
        a.held_by_id = _who(a, held.get(a.post_id, ()), delegated.get(a.post_id, ())) or (reported.get(a.task_id) if a.role == "lead" else None)


def _who(assignee, held, delegated):
    """As standing.doers says it of today, said of the day on which the task ended."""
    if assignee.post_id is None:
        return assignee.person_id
    at = assignee.task.ended_at
    day = timezone.localdate(at)
    holders = [(h.person_id, h.acting) for h in held if h.since <= day and (h.until is None or h.until >= day)]
    delegates = [
        d.to_id for d in delegated if d.since <= day and (d.until is None or d.until >= day) and (d.ended_at is None or d.ended_at > at)
    ]
    if assignee.person_id and assignee.person_id in {*delegates, *(person for person, _acting in holders)}:
        return assignee.person_id
    return delegates[-1] if delegates else holders[-1][0] if holders else None


class Migration(migrations.Migration):
    dependencies = [
        ("tasks", "0004_key_of_its_place"),
        ("people", "0001_squashed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            model_name="assignee",
            name="held_by",
            field=models.ForeignKey(
                db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="assignee",
            index=models.Index(condition=models.Q(("held_by__isnull", False)), fields=["held_by"], name="assignee_held_by"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
