"""A notice points at the stream of the noun it is about, which is its entry's: one column for all nouns there will be."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    notices, entries = apps.get_model("notices", "Notice"), apps.get_model("journal", "Entry")
    of_entry = entries.objects.filter(pk=OuterRef("entry")).values("stream")[:1]
    notices.objects.filter(stream=None).update(stream=Subquery(of_entry))


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_squashed"), ("journal", "0001_squashed"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]
    operations = [
        migrations.AddField(
            "notice", "stream",
            models.ForeignKey(null=True, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.stream"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
