"""Entries of a stream are found by (stream, seq): an index of the stream alone was written for every entry and never read."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_entries_stay")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL("DROP INDEX IF EXISTS journal_entry_stream_id_a54e7dec", migrations.RunSQL.noop)],
            state_operations=[
                migrations.AlterField(
                    "entry", "stream",
                    models.ForeignKey("journal.Stream", db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="entries"),
                ),
            ],
        ),
    ]  # fmt: skip
