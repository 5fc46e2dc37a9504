"""What a notice was about is known by its stream now. A step of its own: PostgreSQL alters no table whose rows were changed in the same
transaction, and a step that is broken off is taken back whole and can be begun again."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("notices", "0002_stream")]
    operations = [
        migrations.AlterField(
            "notice", "stream",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.stream"),
        ),
        migrations.RemoveField("notice", "group"),
        migrations.RemoveField("notice", "task"),
        migrations.AddIndex(
            "notice", models.Index(fields=["person", "stream"], condition=Q(read_at=None), name="notice_unread_of_stream"),
        ),
    ]
