"""What was listed before handovers were an app of their own is listed still, each thing as what it was."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huiyin.core.handover import how_shown
from huiyin.handover.models import Handover
from huiyin.journal.recording import open_stream
from huiyin.tasks.actions import Named, Repeats, TaskDraft, start_repetition
from huiyin.worktime.recurrence import Rhythm
from tests.old_steps import old_steps
from tests.tasks.conftest import a_lake

pytestmark = pytest.mark.sqlite_only  # a step back and forth takes seconds; PostgreSQL changes its tables as well
BEFORE = [("handover", None), ("tasks", "0006_what_apps_declare")]


@pytest.mark.django_db(transaction=True)
def test_items_of_before_are_known_by_declaration_and_number() -> None:
    lake = a_lake()
    task = lake.task(deadline=None)
    draft = TaskDraft("报进度", Named(lake.deputy.pk, lake.posts["deputy"].pk))
    series = start_repetition(lake.group, lake.secretary, draft, Repeats(Rhythm("week", weekdays=(0,)))).repetition
    stream = open_stream("handover:before")
    old_steps().migrate(BEFORE)
    try:
        apps = old_steps().loader.project_state(BEFORE[1:]).apps
        told = {"stream_id": stream.pk, "post_id": lake.posts["deputy"].pk, "leaver_id": lake.deputy.pk}
        old = apps.get_model("tasks", "Handover").objects.create(**told)
        add = apps.get_model("tasks", "HandoverItem").objects.create
        for kind in ("leads", "issued"):
            add(handover=old, kind=kind, task_id=task.pk)
        for kind in ("helps", "repeat"):
            add(handover=old, kind=kind, repetition_id=series.pk)
        add(handover=old, kind="owns", group_id=lake.group.pk)
        add(handover=old, kind="goes", sort="listing", number=9)
    finally:
        again = MigrationExecutor(connection)
        again.migrate(again.loader.graph.leaf_nodes())  # to where all other tests begin
    items = list(Handover.objects.get().items.order_by("pk").values_list("kind", "number"))
    assert items == [
        ("leads", task.pk), ("issued", task.pk), ("helps_repeated", series.pk), ("repeated", series.pk), ("owns", lake.group.pk),
        ("listing", 9),
    ]  # fmt: skip
    shown = how_shown(items, lake.secretary)
    assert shown["leads", task.pk].title == task.title and shown["leads", task.pk].number == str(task.number)
    assert shown["repeated", series.pk].title == "报进度" and shown["owns", lake.group.pk].title == lake.group.name
