"""Tasks, and their index of words: FTS5 without content on SQLite, lexemes with their places under GIN on PostgreSQL (no extension needed).

Every step up to 0009 in one: a new database takes only this. Who held a task (0005), words (0002) and items handed over (0008) are filled in
only where there are rows of before. The tables of handovers are made here and known to their own app (handover 0001), as 0009 leaves them.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once

SQLITE = "CREATE VIRTUAL TABLE tasks_words USING fts5(units, pairs, content='', tokenize='unicode61 remove_diacritics 0')"
POSTGRESQL = (
    "CREATE TABLE tasks_words (task_id bigint PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX tasks_words_terms ON tasks_words USING gin (terms)",
)


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE tasks_words")


class Migration(migrations.Migration):

    replaces = [('tasks', '0001_initial'), ('tasks', '0002_saved_view'), ('tasks', '0003_handover'), ('tasks', '0004_repetitions'), ('tasks', '0005_board_indexes'), ('tasks', '0006_moves_made'), ('tasks', '0001_squashed'), ('tasks', '0002_words'), ('tasks', '0003_board_by_indexes_alone'), ('tasks', '0004_key_of_its_place'), ('tasks', '0005_who_held_it'), ('tasks', '0006_what_apps_declare'), ('tasks', '0007_items_by_number'), ('tasks', '0008_numbers_of_items'), ('tasks', '0009_handover_of_its_own')]

    initial = True

    dependencies = [
        ('groups', '0004_words_anew'),
        ('journal', '0001_squashed'),
        ('media', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Numbering',
            fields=[
                ('year', models.PositiveIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Repetition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('words', models.TextField(blank=True)),
                ('done_when', models.CharField(blank=True, max_length=200)),
                ('proof_reason', models.CharField(blank=True, max_length=120)),
                ('field', models.CharField(blank=True, max_length=20)),
                ('visibility', models.CharField(default='group', max_length=5)),
                ('ladder_on', models.BooleanField(default=True)),
                ('ladder_skip', models.PositiveSmallIntegerField(default=0)),
                ('ladder_most', models.PositiveSmallIntegerField(null=True)),
                ('interval_hours', models.PositiveSmallIntegerField(default=4)),
                ('rhythm', models.JSONField()),
                ('at', models.TimeField(null=True)),
                ('ahead', models.PositiveSmallIntegerField(default=0)),
                ('said', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('running', 'Running'), ('paused', 'Paused'), ('ended', 'Ended')], default='running', max_length=7)),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('nth', models.PositiveIntegerField(default=0)),
                ('last_due', models.DateField(null=True)),
                ('last_turn', models.DateField(null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repetitions', to='groups.group')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('issuer_post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='repetition', to='journal.stream')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'ended'), _negated=True), fields=['group'], name='repetition_of_group')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at', None), ('state', 'ended'), _connector='XOR'), name='repetition_ended_or_not'), models.CheckConstraint(condition=models.Q(('ahead__lte', 30)), name='repetition_ahead_is_near')],
            },
        ),
        migrations.CreateModel(
            name='RepeatedAssignee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(default='lead', max_length=6)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('repetition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignees', to='tasks.repetition')),
            ],
            options={
                'indexes': [models.Index(fields=['person'], name='repeated_by_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', False), ('post__isnull', False), _connector='OR'), name='repeated_assignee_is_somebody'), models.UniqueConstraint(condition=models.Q(('role', 'lead')), fields=('repetition',), name='repetition_one_lead')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30)),
                ('address', models.CharField(max_length=500)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'name'), name='saved_view_name_once')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12, unique=True)),
                ('title', models.CharField(max_length=120)),
                ('words', models.TextField(blank=True)),
                ('done_when', models.CharField(blank=True, max_length=200)),
                ('proof_reason', models.CharField(blank=True, max_length=120)),
                ('field', models.CharField(blank=True, max_length=20)),
                ('visibility', models.CharField(choices=[('group', 'The whole group'), ('line', 'Only those concerned')], default='group', max_length=5)),
                ('state', models.CharField(choices=[('issued', 'Issued'), ('acknowledged', 'Acknowledged'), ('underway', 'In progress'), ('reported', 'Reported'), ('returned', 'Sent back'), ('declined', 'Declined'), ('settled', 'Settled'), ('withdrawn', 'Withdrawn')], default='issued', max_length=12)),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('deadline_at', models.DateTimeField(null=True)),
                ('near_at', models.DateTimeField(null=True)),
                ('deadline_words', models.CharField(blank=True, max_length=60)),
                ('deadline_read_at', models.DateTimeField(null=True)),
                ('provisional', models.BooleanField(default=False)),
                ('ladder_on', models.BooleanField(default=True)),
                ('ladder_skip', models.PositiveSmallIntegerField(default=0)),
                ('ladder_most', models.PositiveSmallIntegerField(null=True)),
                ('interval_hours', models.PositiveSmallIntegerField(default=4)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('overdue_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('moved_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('nth', models.PositiveIntegerField(null=True)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='groups.group')),
                ('issuer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks_issued', to=settings.AUTH_USER_MODEL)),
                ('issuer_post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('lead_post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('lead_unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='task', to='groups.message')),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='tasks.task')),
                ('repetition', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='tasks.repetition')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks_from', to='groups.message')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='task', to='journal.stream')),
                ('key_digest', models.BinaryField(max_length=16, null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['group', '-issued_at'], name='task_of_group'), models.Index(condition=models.Q(('ended_at', None)), fields=['issuer_post', 'state'], name='task_open_of_post'), models.Index(condition=models.Q(('ended_at', None), ('issuer_post', None)), fields=['issuer', 'state'], name='task_open_of_person'), models.Index(fields=['-issued_at', '-id'], name='task_by_issue'), models.Index(fields=['-moved_at', '-id'], name='task_by_move'), models.Index(condition=models.Q(('field', ''), _negated=True), fields=['field'], name='task_of_field'), models.Index(fields=['issuer', '-issued_at'], name='task_of_issuer'), models.Index(condition=models.Q(('ended_at', None)), fields=['deadline_at', 'id', 'state', 'near_at', 'moved_at', 'lead_post', 'lead_unit', 'issued_at', 'issuer', 'issuer_post', 'group', 'visibility'], name='task_board_open'), models.Index(condition=models.Q(('ended_at__isnull', False)), fields=['state', 'deadline_at', 'id', 'lead_post', 'lead_unit', 'issued_at', 'issuer', 'issuer_post', 'group', 'visibility'], name='task_board_ended'), models.Index(fields=['lead_unit', 'lead_post', 'id', 'issuer', 'issuer_post', 'group', 'visibility'], name='task_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ended_at', None), ('state__in', ('settled', 'withdrawn')), _connector='XOR'), name='task_ended_or_open'), models.CheckConstraint(condition=models.Q(('parent', models.F('pk')), _negated=True), name='task_part_of_another'), models.UniqueConstraint(condition=models.Q(('repetition', None), _negated=True), fields=('repetition', 'nth'), name='task_repeated_once'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('issuer', 'key', 'group'), name='task_key_once_here')],
            },
        ),
        migrations.CreateModel(
            name='Rung',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('n', models.PositiveSmallIntegerField()),
                ('due_at', models.DateTimeField()),
                ('fired_at', models.DateTimeField(null=True)),
                ('late_seconds', models.IntegerField(default=0)),
                ('vacant', models.BooleanField(default=False)),
                ('words', models.TextField(blank=True)),
                ('explained_at', models.DateTimeField(null=True)),
                ('explained_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rungs', to='tasks.task')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('fired_at__isnull', False)), fields=['person', '-fired_at'], name='rung_to_explain')],
                'constraints': [models.UniqueConstraint(fields=('task', 'round', 'n'), name='rung_once')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('words', models.TextField(blank=True)),
                ('verdict', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('returned', 'Sent back')], default='waiting', max_length=8)),
                ('verdict_at', models.DateTimeField(null=True)),
                ('verdict_words', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.message')),
                ('verdict_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='tasks.task')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('verdict', 'waiting')), fields=('task',), name='report_one_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Proof',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.message')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.upload')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to='tasks.report')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='proofs', to='tasks.task')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('task', 'upload'), name='proof_once')],
            },
        ),
        migrations.CreateModel(
            name='MoveMade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=40)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tasks.task')),
                ('digest', models.BinaryField(max_length=16, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'task', 'key', 'move'), name='move_made_once_here')],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('until', models.DateTimeField()),
                ('words', models.TextField()),
                ('verdict', models.CharField(choices=[('waiting', 'Waiting'), ('granted', 'Granted'), ('refused', 'Not granted')], default='waiting', max_length=8)),
                ('verdict_at', models.DateTimeField(null=True)),
                ('verdict_words', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('verdict_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='tasks.task')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('verdict', 'waiting')), fields=('task',), name='extension_one_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Assignee',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'Lead'), ('helper', 'Helper')], default='lead', max_length=6)),
                ('acknowledged_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('acknowledged_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='assignees', to='tasks.task')),
                ('held_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['person'], name='assignee_person'), models.Index(condition=models.Q(('ended_at', None)), fields=['post'], name='assignee_post'), models.Index(condition=models.Q(('held_by__isnull', False)), fields=['held_by'], name='assignee_held_by')],
                'constraints': [models.CheckConstraint(condition=models.Q(('person__isnull', False), ('post__isnull', False), _connector='OR'), name='assignee_is_somebody'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('role', 'lead')), fields=('task',), name='task_one_lead')],
            },
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.CreateModel(
                    name='Handover',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                        ('given_at', models.DateTimeField(null=True)),
                        ('taken_at', models.DateTimeField(null=True)),
                        ('words', models.CharField(blank=True, max_length=500)),
                        ('given_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('leaver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                        ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                        ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='handover', to='journal.stream')),
                        ('successor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'constraints': [models.UniqueConstraint(condition=models.Q(('taken_at', None)), fields=('post', 'leaver'), name='handover_one_open'), models.CheckConstraint(condition=models.Q(('successor', None), models.Q(('successor', models.F('leaver')), _negated=True), _connector='OR'), name='handover_to_another')],
                        'db_table': 'handover_handover',
                    },
                ),
                migrations.CreateModel(
                    name='HandoverItem',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(max_length=30)),
                        ('number', models.BigIntegerField()),
                        ('choice', models.CharField(choices=[('successor', 'To the successor'), ('other', 'To somebody else'), ('stays', 'Stays')], default='successor', max_length=9)),
                        ('acknowledged_at', models.DateTimeField(null=True)),
                        ('done_at', models.DateTimeField(null=True)),
                        ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='tasks.handover')),
                        ('receiver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'indexes': [models.Index(condition=models.Q(('receiver__isnull', False)), fields=['receiver'], name='handover_item_of_third')],
                        'constraints': [models.UniqueConstraint(fields=('handover', 'kind', 'number'), name='handover_item_once'), models.CheckConstraint(condition=models.Q(models.Q(('choice', 'other'), _negated=True), ('receiver__isnull', False), _connector='OR'), name='handover_item_has_a_receiver')],
                        'db_table': 'handover_handoveritem',
                    },
                ),
            ],
        ),
        migrations.RunPython(make, drop),
    ])
