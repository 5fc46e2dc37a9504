"""A resident's own no to a circle stands in a row of its own, which holds after the tie is deleted."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def keep_each_no(apps, schema_editor):
    """The last word of each: a later yes ended an earlier no."""
    last = {}
    for circle, person, own_no, ended_at in apps.get_model("circles", "Tie").objects.order_by("pk").values_list(
        "circle", "person", "own_no", "ended_at"
    ):
        last[circle, person] = ended_at if own_no else None
    declined = apps.get_model("circles", "Declined")
    declined.objects.bulk_create(
        [declined(circle_id=circle, person_id=person, at=at) for (circle, person), at in last.items() if at is not None], batch_size=500
    )


class Migration(migrations.Migration):
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("circles", "0004_home_visits")]
    operations = [
        migrations.CreateModel(
            name="Declined",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("circle", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="declined", to="circles.circle")),
                ("person", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("circle", "person"), name="circle_declined_once")]},
        ),
        migrations.RunPython(keep_each_no, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="tie", name="own_no"),
    ]
