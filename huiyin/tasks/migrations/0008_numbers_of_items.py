"""What is handed over is known by the name of an app's declaration and a number. Second: the rows that stand say so."""

from django.db import migrations
from django.db.models import F


def by_number(apps, _schema_editor):
    items = apps.get_model("tasks", "HandoverItem").objects
    items.filter(kind="goes").update(kind=F("sort"))
    items.filter(task__isnull=False).update(number=F("task"))
    items.filter(group__isnull=False).update(number=F("group"))
    for was, name in (("leads", "leads_repeated"), ("helps", "helps_repeated"), ("repeat", "repeated")):
        items.filter(repetition__isnull=False, kind=was).update(kind=name, number=F("repetition"))


class Migration(migrations.Migration):
    dependencies = [("tasks", "0007_items_by_number")]

    operations = [migrations.RunPython(by_number, migrations.RunPython.noop, elidable=True)]
