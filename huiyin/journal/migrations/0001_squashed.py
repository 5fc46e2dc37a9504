"""The record. The database itself refuses to change or remove an entry: a slip in the code, or a hand at its prompt, is stopped there.

Whoever owns the database can take the guard away; that is what the chain is for. A later migration that makes SQLite build the table
anew drops the guard with it and must set it again (tests/journal/test_guard.py says so).
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WORDS = "an entry is never changed and never removed"
SQLITE = (
    f"CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    f"CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
)
POSTGRESQL = (
    f"CREATE FUNCTION journal_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$",
    "CREATE TRIGGER journal_entry_stays BEFORE UPDATE OR DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_entry_stays()",
)


def set_guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for sql in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(sql.replace("%", "%%"))


def take_guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER journal_entry_stays ON journal_entry")
        editor.execute("DROP FUNCTION journal_entry_stays()")
    else:
        editor.execute("DROP TRIGGER journal_entry_unchanged")
        editor.execute("DROP TRIGGER journal_entry_kept")


class Migration(migrations.Migration):

    replaces = [('journal', '0001_initial'), ('journal', '0002_entries_stay'), ('journal', '0003_fewer_indexes')]

    initial = True

    dependencies = [('people', '0001_squashed')]

    operations = [
        migrations.CreateModel(
            name='Stream',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True)),
                ('seq', models.BigIntegerField(default=0)),
                ('head', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField()),
                ('kind', models.CharField(max_length=40)),
                ('at', models.DateTimeField()),
                ('data', models.JSONField(default=dict)),
                ('sealed_digest', models.CharField(blank=True, default='', max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stream', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='journal.stream')),
            ],
            options={
                'indexes': [models.Index(fields=['kind', 'at'], name='entry_kind_at')],
                'constraints': [models.UniqueConstraint(fields=('stream', 'seq'), name='entry_once_in_stream')],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('subject', models.CharField(max_length=60)),
                ('due_at', models.DateTimeField()),
                ('data', models.JSONField(default=dict)),
                ('set_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('held_at', models.DateTimeField(null=True)),
                ('fired_at', models.DateTimeField(null=True)),
                ('late_seconds', models.IntegerField(default=0)),
                ('failures', models.IntegerField(default=0)),
                ('retry_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('fired_at', None), ('held_at', None)), fields=['due_at'], name='clock_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('fired_at', None)), fields=('kind', 'subject'), name='clock_once_pending')],
            },
        ),
        migrations.CreateModel(
            name='Sealed',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='sealed', serialize=False, to='journal.entry')),
                ('salt', models.CharField(max_length=32)),
                ('body', models.JSONField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.RunPython(set_guard, take_guard),
    ]
