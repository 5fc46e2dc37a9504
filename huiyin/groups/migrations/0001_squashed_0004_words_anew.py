"""Groups and what is said in them, and the index of words: FTS5 without content on SQLite, lexemes under GIN on PostgreSQL (no extension).

Every step up to 0004 in one: a new database takes only this. Nothing is to be indexed anew in it (0004).
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once

SQLITE = (
    "CREATE VIRTUAL TABLE groups_words USING fts5(g, w, b, content='', detail='column', tokenize='unicode61 remove_diacritics 0')"
)
POSTGRESQL = (
    "CREATE TABLE groups_words (message_id bigint PRIMARY KEY, at timestamptz NOT NULL, group_id bigint NOT NULL, terms tsvector NOT NULL)",
    "CREATE INDEX groups_words_when ON groups_words (group_id, at)",
    "CREATE INDEX groups_words_terms ON groups_words USING gin (terms)",
)


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE groups_words")


class Migration(migrations.Migration):

    replaces = [('groups', '0001_initial'), ('groups', '0002_words'), ('groups', '0003_export'), ('groups', '0004_joined'), ('groups', '0005_things'), ('groups', '0006_brought'), ('groups', '0007_own_copies'), ('groups', '0008_fewer_indexes'), ('groups', '0001_squashed'), ('groups', '0002_words_where'), ('groups', '0003_key_of_its_place'), ('groups', '0004_words_anew')]

    initial = True

    dependencies = [
        ('journal', '0001_squashed'),
        ('media', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('kind', models.CharField(choices=[('work', 'Work group'), ('listening', 'Listening group'), ('notice', 'Notice group')], default='work', max_length=10, verbose_name='kind')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='what it is for')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ends_on', models.DateField(blank=True, null=True, verbose_name='ends on')),
                ('archived_at', models.DateTimeField(null=True)),
                ('quiet', models.BooleanField(default=True)),
                ('last_n', models.BigIntegerField(default=0)),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='group', to='journal.stream')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='groups', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.BigIntegerField()),
                ('seq', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('text', 'Text'), ('photo', 'Photos'), ('video', 'Video'), ('file', 'Files'), ('place', 'Place'), ('link', 'Links')], default='text', max_length=6)),
                ('text', models.TextField(blank=True)),
                ('salt', models.CharField(max_length=32)),
                ('extra', models.JSONField(default=dict)),
                ('urgent_reason', models.CharField(blank=True, max_length=80)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('recalled_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('pinned_at', models.DateTimeField(null=True)),
                ('indexed', models.BooleanField(default=False)),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='groups.group')),
                ('link_card', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.linkcard')),
                ('pinned_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reply_to', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='groups.message')),
            ],
            options={
                'indexes': [models.Index(fields=['group', 'at'], name='message_when'), models.Index(condition=models.Q(('indexed', False)), fields=['id'], name='message_unindexed'), models.Index(condition=models.Q(('kind', 'text'), _negated=True), fields=['group', 'kind', 'at'], name='message_things'), models.Index(condition=models.Q(('pinned_at__isnull', False)), fields=['group', '-pinned_at'], name='message_pinned'), models.Index(condition=models.Q(('reply_to__isnull', False)), fields=['reply_to'], name='message_reply_to_set'), models.Index(condition=models.Q(('link_card__isnull', False)), fields=['link_card'], name='message_link_card_set'), models.Index(condition=models.Q(('pinned_by__isnull', False)), fields=['pinned_by'], name='message_pinned_by_set')],
                'constraints': [models.UniqueConstraint(fields=('group', 'n'), name='message_number_once'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('author', 'key', 'group'), name='message_key_once_here')],
            },
        ),
        migrations.CreateModel(
            name='Mention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.BigIntegerField()),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.group')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mentions', to='groups.message')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'group', 'n'], name='mention_waiting')],
                'constraints': [models.UniqueConstraint(fields=('message', 'person'), name='mention_once')],
            },
        ),
        migrations.CreateModel(
            name='MessageFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.group')),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='groups.message')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.upload')),
            ],
            options={
                'ordering': ['message', 'order'],
                'indexes': [models.Index(fields=['group', '-id'], name='file_gallery')],
                'constraints': [models.UniqueConstraint(fields=('message', 'order'), name='file_order_once')],
            },
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='groups.group')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.post')),
                ('unit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('unit', None), ('post', None), _connector='XOR'), name='source_unit_or_post'), models.UniqueConstraint(fields=('group', 'unit', 'post'), name='source_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True)),
                ('format', models.CharField(choices=[('html', 'Pages with pictures (zip)'), ('json', 'Data (JSON)')], max_length=4)),
                ('since', models.DateField(null=True)),
                ('until', models.DateField(null=True)),
                ('language', models.CharField(max_length=10)),
                ('asked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'being made'), ('ready', 'ready'), ('failed', 'failed'), ('gone', 'gone')], default='waiting', max_length=7)),
                ('beat_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('size', models.BigIntegerField(default=0)),
                ('expires_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exports', to='groups.group')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'running'))), fields=['asked_at'], name='export_to_make')],
            },
        ),
        migrations.CreateModel(
            name='Invite',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True)),
                ('met', models.CharField(blank=True, max_length=120, verbose_name='where and when you met')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('places', models.PositiveIntegerField(default=50)),
                ('used', models.PositiveIntegerField(default=0)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invites', to='groups.group')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('used__lte', models.F('places'))), name='invite_places')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('owner', 'Owner'), ('manager', 'Manager'), ('member', 'Member')], default='member', max_length=10)),
                ('silenced', models.BooleanField(default=False)),
                ('muted', models.BooleanField(default=False)),
                ('read_n', models.BigIntegerField(default=0)),
                ('joined_n', models.BigIntegerField(default=0)),
                ('joined_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('left_at', models.DateTimeField(null=True)),
                ('brought', models.BooleanField(default=False)),
                ('met', models.CharField(blank=True, max_length=120)),
                ('group', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='members', to='groups.group')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('left_at', None)), fields=['person'], name='member_mine'), models.Index(condition=models.Q(('left_at', None)), fields=['group', 'read_n', 'joined_n'], name='member_read')],
                'constraints': [models.UniqueConstraint(fields=('group', 'person'), name='member_once'), models.UniqueConstraint(condition=models.Q(('left_at', None), ('role', 'owner')), fields=('group',), name='group_one_owner')],
            },
        ),
        migrations.AddField(
            model_name='Group',
            name='last_message',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='groups.message'),
        ),
        migrations.RunPython(make, drop),
    ])
