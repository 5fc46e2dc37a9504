"""Cases, and their index of words: FTS5 without content on SQLite, lexemes with their places under GIN on PostgreSQL.

Every step up to 0013 in one: a new database takes only this. It has no cases whose words (0004) or publication (0005) would be filled in.
"""

import django.db.models.deletion
import django.utils.timezone
import huiyin.cases.models.case
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once

SQLITE = "CREATE VIRTUAL TABLE cases_words USING fts5(units, pairs, content='', tokenize='unicode61 remove_diacritics 0')"
POSTGRESQL = (
    "CREATE TABLE cases_words (line bigint PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX cases_words_terms ON cases_words USING gin (terms)",
)


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE cases_words")


class Migration(migrations.Migration):

    replaces = [('cases', '0001_initial'), ('cases', '0002_learned'), ('cases', '0003_found_by_words'), ('cases', '0004_words_of_what_exists'), ('cases', '0005_public'), ('cases', '0006_parties'), ('cases', '0007_case_texts'), ('cases', '0008_public_in_order'), ('cases', '0009_parties_by_phone'), ('cases', '0010_answers_looked_at'), ('cases', '0011_word_of_one_of_many'), ('cases', '0012_waits'), ('cases', '0013_case_tasks')]

    initial = True

    dependencies = [
        ('groups', '0004_words_anew'),
        ('journal', '0001_squashed'),
        ('media', '0001_squashed'),
        ('people', '0002_code_networks'),
        ('tasks', '0009_handover_of_its_own'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Desk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.BooleanField(default=False)),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Matter',
            fields=[
                ('id', models.BigIntegerField(default=huiyin.cases.models.case.random_id, primary_key=True, serialize=False)),
                ('title', models.CharField(max_length=120)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='matter', to='journal.stream')),
            ],
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigIntegerField(default=huiyin.cases.models.case.random_id, primary_key=True, serialize=False)),
                ('series', models.CharField(choices=[('public', 'Cases'), ('sealed', 'Sealed accusations'), ('word', 'Private words')], default='public', max_length=10)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('code_digest', models.CharField(max_length=64)),
                ('procedure', models.CharField(choices=[('hotline', 'Fast handling'), ('petition', 'Petition')], default='hotline', max_length=10)),
                ('channel', models.CharField(choices=[('form', 'Form'), ('group', 'Group'), ('phone', 'Telephone'), ('desk', 'Reception desk'), ('letter', 'Letter'), ('mail', 'E-mail'), ('open311', 'Open311'), ('api', 'Program')], default='form', max_length=10)),
                ('name', models.CharField(blank=True, max_length=40)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('title', models.CharField(max_length=120)),
                ('text', models.TextField()),
                ('place', models.CharField(blank=True, max_length=200)),
                ('topic', models.CharField(blank=True, max_length=60)),
                ('state', models.CharField(choices=[('registered', 'Registered'), ('accepted', 'Accepted'), ('declined', 'Not accepted'), ('dispatched', 'Given to a unit'), ('handling', 'Being handled'), ('answered', 'Answered'), ('reopened', 'Opened again'), ('under_review', 'Under review'), ('settled', 'Settled')], default='registered', max_length=12)),
                ('registered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('deadline_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ground', models.PositiveSmallIntegerField(null=True)),
                ('reviews', models.PositiveSmallIntegerField(default=0)),
                ('private', models.BooleanField(default=False)),
                ('wished_at', models.DateTimeField(null=True)),
                ('published_at', models.DateTimeField(null=True)),
                ('public_title', models.CharField(blank=True, max_length=120)),
                ('public_text', models.TextField(blank=True)),
                ('key_of', models.CharField(blank=True, max_length=30)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('key_digest', models.BinaryField(null=True)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='cases.case')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cases', to='groups.message')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='case', to='journal.stream')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('matter', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.matter')),
                ('words_row', models.BigIntegerField(null=True, unique=True)),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('with_others', models.BooleanField(default=False)),
                ('texts', models.BooleanField(default=False)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key_of', 'key'), name='case_key_once'), models.UniqueConstraint(condition=models.Q(('source__isnull', False)), fields=('source',), name='case_of_message_once')],
                'indexes': [models.Index(fields=['-registered_at', '-id'], name='case_newest'), models.Index(fields=['unit', '-registered_at', '-id'], name='case_of_unit'), models.Index(fields=['state', '-registered_at', '-id'], name='case_in_state'), models.Index(fields=['state', 'deadline_at', 'registered_at'], name='case_due'), models.Index(fields=['unit', 'state', '-registered_at', '-id'], name='case_unit_state'), models.Index(fields=['topic', '-registered_at', '-id'], name='case_of_topic'), models.Index(fields=['channel', '-registered_at', '-id'], name='case_by_channel'), models.Index(fields=['phone', '-registered_at'], name='case_of_caller'), models.Index(condition=models.Q(('published_at__isnull', False)), fields=['-published_at', '-number'], name='case_published')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closing', models.CharField(choices=[('solved', 'Solved'), ('explained', 'Explained'), ('not_supported', 'Not supported'), ('declined', 'Not accepted')], max_length=14)),
                ('words', models.TextField()),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('late', models.BooleanField(default=False)),
                ('public', models.BooleanField(default=True)),
                ('review', models.PositiveSmallIntegerField(default=0)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='Accused',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='accused', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='CaseClock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('procedure', models.CharField(max_length=10)),
                ('state', models.CharField(choices=[('running', 'Running'), ('extended', 'Lawfully extended'), ('ended', 'Ended')], default='running', max_length=10)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('provisional', models.BooleanField(default=False)),
                ('steps', models.JSONField(default=list)),
                ('ended_at', models.DateTimeField(null=True)),
                ('passed_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'n'), name='case_clock_once')],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['due_at'], name='case_clock_open')],
            },
        ),
        migrations.CreateModel(
            name='CaseFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('answer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='cases.answer')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='cases.case')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.upload')),
            ],
        ),
        migrations.CreateModel(
            name='CaseMade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=30)),
                ('key', models.CharField(max_length=40)),
                ('digest', models.BinaryField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'case', 'move', 'key'), name='case_move_once')],
            },
        ),
        migrations.CreateModel(
            name='Extension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField()),
                ('reason', models.CharField(max_length=500)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('verdict', models.CharField(choices=[('waiting', 'waits'), ('approved', 'approved'), ('refused', 'refused')], default='waiting', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='extensions', to='cases.case')),
                ('clock', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.caseclock')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('verdict', 'waiting')), fields=('case',), name='case_extension_waits_once')],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reached', models.BooleanField()),
                ('answered', models.BooleanField(null=True)),
                ('solved', models.BooleanField(null=True)),
                ('satisfied', models.BooleanField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='cases.case')),
                ('for_all', models.BooleanField(default=True)),
            ],
        ),
        migrations.CreateModel(
            name='InternalNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('words', models.TextField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='cases.case')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Joiner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='joiners', to='cases.case')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('own', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='joined', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('case', 'person'), name='case_joined_once')],
                'indexes': [models.Index(fields=['case'], name='case_joined')],
            },
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('reason', models.CharField(max_length=120)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='cases.case')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Numbering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('series', 'year'), name='case_numbering_once')],
            },
        ),
        migrations.CreateModel(
            name='Objection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('upheld', models.BooleanField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='objections', to='cases.case')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('case',), name='case_objection_once')],
            },
        ),
        migrations.CreateModel(
            name='Part',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('lead', 'leads'), ('helping', 'helps')], max_length=10)),
                ('deadline_at', models.DateTimeField(null=True)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='cases.case')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case', 'unit'), name='case_part_once')],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['unit', 'case'], name='case_part_of_unit')],
            },
        ),
        migrations.CreateModel(
            name='Recusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recusals', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'person'), name='case_recused_once')],
            },
        ),
        migrations.CreateModel(
            name='Learned',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10, unique=True)),
                ('body', models.BinaryField()),
                ('cases', models.PositiveIntegerField(default=0)),
                ('upto', models.BigIntegerField(default=0)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('agreed', models.CharField(blank=True, max_length=64)),
                ('looked_at', models.DateTimeField(null=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='publication', to='cases.case')),
                ('picture', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.upload')),
                ('town', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='TownPlace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('latitude', models.DecimalField(decimal_places=4, max_digits=6)),
                ('longitude', models.DecimalField(decimal_places=4, max_digits=7)),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), name='town_place_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='Party',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('joint', 'Asks together with them'), ('concerned', 'For whom it is asked')], max_length=10)),
                ('name', models.CharField(max_length=40)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('relation', models.CharField(blank=True, max_length=40)),
                ('speaks', models.BooleanField(default=True)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parties', to='cases.case')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['phone'], name='case_party_phone')],
            },
        ),
        migrations.CreateModel(
            name='ShownTo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shown_to', to='cases.case')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'person'), name='case_shown_once')],
            },
        ),
        migrations.CreateModel(
            name='ShownAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField()),
                ('agreed', models.CharField(blank=True, max_length=64)),
                ('looked_at', models.DateTimeField(null=True)),
                ('answer', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='shown', to='cases.answer')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='cases.publication')),
            ],
        ),
        migrations.CreateModel(
            name='Wait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='waits', to='cases.case')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'asked_at'], name='case_waited')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='case_waits_once')],
            },
        ),
        migrations.CreateModel(
            name='CaseTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='hung_tasks', to='cases.case')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tasks.task')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'task'), name='case_task_once')],
            },
        ),
        migrations.RunPython(make, drop),
    ])
