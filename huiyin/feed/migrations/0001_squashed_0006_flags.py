"""Every step of this app up to 0006 in one: a new database takes only this."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once


class Migration(migrations.Migration):

    replaces = [('feed', '0001_feed'), ('feed', '0002_reach'), ('feed', '0003_once'), ('feed', '0004_articles'), ('feed', '0005_comment_level'), ('feed', '0006_flags')]

    initial = True

    dependencies = [
        ('groups', '0004_words_anew'),
        ('journal', '0001_squashed'),
        ('media', '0001_squashed'),
        ('people', '0002_code_networks'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, unique=True, verbose_name='name')),
                ('about', models.CharField(blank=True, max_length=200, verbose_name='about')),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('closed_at', models.DateTimeField(null=True)),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='journal.stream')),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Mute',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('by', 'person'), name='mute_once')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='followers', to='feed.account')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('person', None), ('account', None), _connector='XOR'), name='follow_person_or_account'), models.UniqueConstraint(condition=models.Q(('account', None)), fields=('by', 'person'), name='follow_person_once'), models.UniqueConstraint(condition=models.Q(('person', None)), fields=('by', 'account'), name='follow_account_once')],
            },
        ),
        migrations.CreateModel(
            name='DaySalt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('salt', models.BinaryField(max_length=16)),
            ],
        ),
        migrations.CreateModel(
            name='Moment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('post_shown', models.CharField(blank=True, max_length=120)),
                ('text', models.TextField(blank=True)),
                ('topic', models.CharField(blank=True, max_length=30)),
                ('audience', models.CharField(choices=[('public', 'Public'), ('everyone', 'Everyone signed in here'), ('unit', 'A unit'), ('group', 'A group'), ('people', 'Named people')], default='everyone', max_length=8)),
                ('level', models.SmallIntegerField(choices=[(0, 'Narrow'), (1, 'Everyone'), (2, 'Public')])),
                ('consented_at', models.DateTimeField(null=True)),
                ('place', models.CharField(blank=True, max_length=60, verbose_name='place')),
                ('latitude', models.DecimalField(decimal_places=4, max_digits=6, null=True)),
                ('longitude', models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ('link', models.JSONField(blank=True, default=dict)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('digest', models.BinaryField(default=b'', max_length=16)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('edited_at', models.DateTimeField(null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('hidden_at', models.DateTimeField(null=True)),
                ('likes', models.PositiveIntegerField(default=0)),
                ('comments', models.PositiveIntegerField(default=0)),
                ('reposts', models.PositiveIntegerField(default=0)),
                ('account', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='moments', to='feed.account')),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='groups.group')),
                ('home', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.unit')),
                ('message', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='groups.message')),
                ('parent', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='feed.moment')),
                ('root', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cascade', to='feed.moment')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='moment', to='journal.stream')),
                ('unit', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('by', 'key'), name='moment_once_by_key'), models.CheckConstraint(condition=models.Q(models.Q(('parent', None), ('root', None)), models.Q(('parent__isnull', False), ('root__isnull', False)), _connector='OR'), name='moment_of_a_root'), models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__isnull', False), ('longitude__isnull', False)), _connector='OR'), name='moment_place_whole'), models.CheckConstraint(condition=models.Q(models.Q(('audience', 'unit'), _negated=True), ('unit__isnull', False), _connector='OR'), name='moment_for_a_unit'), models.CheckConstraint(condition=models.Q(models.Q(('audience', 'group'), _negated=True), ('group__isnull', False), _connector='OR'), name='moment_for_a_group')],
                'indexes': [models.Index(fields=['by', '-id'], name='moment_of_person'), models.Index(condition=models.Q(('account__isnull', False)), fields=['account', '-id'], name='moment_of_account'), models.Index(condition=models.Q(('home__isnull', False)), fields=['home', '-id'], name='moment_nearby'), models.Index(condition=models.Q(('root__isnull', False)), fields=['root', 'id'], name='moment_cascade'), models.Index(condition=models.Q(('parent__isnull', False)), fields=['parent', 'id'], name='moment_children'), models.Index(condition=models.Q(('level', 0)), fields=['-id'], name='moment_narrow'), models.Index(condition=models.Q(('topic', ''), _negated=True), fields=['topic', '-id'], name='moment_topic'), models.Index(condition=models.Q(('latitude__isnull', False)), fields=['-id'], name='moment_placed')],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=64, verbose_name='title')),
                ('summary', models.CharField(blank=True, max_length=120, verbose_name='summary')),
                ('body', models.TextField(verbose_name='text')),
                ('audience', models.CharField(choices=[('public', 'Public'), ('everyone', 'Everyone signed in here'), ('unit', 'A unit'), ('group', 'A group'), ('people', 'Named people')], default='public', max_length=8)),
                ('written_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('publish_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='articles', to='feed.account')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cover', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.upload')),
                ('moment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='article', to='feed.moment')),
                ('digest', models.BinaryField(default=b'', max_length=16)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('held_at', models.DateTimeField(null=True)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('scheduled_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('moment', None), ('publish_at__isnull', False)), fields=['publish_at'], name='article_scheduled')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('by', 'key'), name='article_once_by_key')],
            },
        ),
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(max_length=500, verbose_name='note')),
                ('body_before', models.TextField(blank=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='feed.article')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('summary_before', models.CharField(blank=True, max_length=120)),
                ('title_before', models.CharField(blank=True, max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('key', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('deleted_at', models.DateTimeField(null=True)),
                ('hidden_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reply_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='feed.comment')),
                ('moment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='comment_set', to='feed.moment')),
                ('level', models.SmallIntegerField(choices=[(0, 'Narrow'), (1, 'Everyone'), (2, 'Public')], default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('moment', 'by', 'key'), name='comment_once_by_key')],
                'indexes': [models.Index(fields=['moment', 'id'], name='comment_of_moment')],
            },
        ),
        migrations.CreateModel(
            name='MomentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('moment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='feed.moment')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.upload')),
            ],
            options={
                'ordering': ['order'],
                'constraints': [models.UniqueConstraint(fields=('moment', 'order'), name='moment_file_order')],
            },
        ),
        migrations.CreateModel(
            name='Named',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='named', to='feed.moment')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('moment', 'person'), name='named_once')],
            },
        ),
        migrations.CreateModel(
            name='Share',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=12, unique=True)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='feed.moment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('moment', 'by'), name='share_once')],
            },
        ),
        migrations.CreateModel(
            name='Study',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('notes_by', models.DateTimeField()),
                ('words', models.CharField(blank=True, max_length=200)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='studies', to='feed.moment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('by', 'key'), name='study_once_by_key')],
            },
        ),
        migrations.CreateModel(
            name='StudyReader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('read_version', models.PositiveIntegerField(null=True)),
                ('notes', models.TextField(blank=True)),
                ('notes_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('study', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='readers', to='feed.study')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('study', 'person'), name='study_reader_once')],
                'indexes': [models.Index(condition=models.Q(('read_at', None), ('notes_at', None), _connector='OR'), fields=['person'], name='study_waiting')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveIntegerField()),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('moment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='feed.moment')),
            ],
            options={
                'ordering': ['n'],
                'constraints': [models.UniqueConstraint(fields=('moment', 'n'), name='version_once')],
            },
        ),
        migrations.CreateModel(
            name='Like',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='like_set', to='feed.moment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('moment', 'by'), name='like_once')],
            },
        ),
        migrations.CreateModel(
            name='Gate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='gates', to='feed.moment')),
                ('of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feed.moment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('moment', 'of'), name='gate_once')],
            },
        ),
        migrations.CreateModel(
            name='ReportedReach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=60, verbose_name='account')),
                ('reads', models.PositiveIntegerField(verbose_name='reads')),
                ('likes', models.PositiveIntegerField(default=0, verbose_name='likes')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reported_reach', to='feed.moment')),
            ],
            options={
                'ordering': ['-id'],
            },
        ),
        migrations.CreateModel(
            name='DayViewers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('sketch', models.BinaryField(default=b'')),
                ('count', models.PositiveIntegerField(default=0)),
                ('closed', models.BooleanField(default=False)),
                ('moment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='day_viewers', to='feed.moment')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('closed', False)), fields=['day'], name='viewers_of_open_day')],
                'constraints': [models.UniqueConstraint(fields=('moment', 'day'), name='viewers_of_day')],
            },
        ),
        migrations.CreateModel(
            name='Views',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hour', models.DateTimeField()),
                ('code', models.CharField(blank=True, max_length=12)),
                ('count', models.PositiveIntegerField(default=0)),
                ('moment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='views', to='feed.moment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('moment', 'hour', 'code'), name='views_of_hour')],
            },
        ),
        migrations.CreateModel(
            name='ArticleFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='feed.article')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.upload')),
            ],
            options={
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('article', 'number'), name='article_file_number')],
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(choices=[('false', 'It is not true'), ('private', "It shows somebody's private matters"), ('child', 'It concerns a child'), ('insult', 'It insults or threatens somebody'), ('fraud', 'It deceives: fraud, a false offer'), ('other', 'Something else')], max_length=8)),
                ('words', models.CharField(blank=True, max_length=300, verbose_name='in your words')),
                ('state', models.CharField(choices=[('open', 'Waits'), ('upheld', 'Taken down'), ('dismissed', 'Left standing')], default='open', max_length=9)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('decision', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('comment', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='feed.comment')),
                ('decided_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('moment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='flags', to='feed.moment')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('comment', None)), fields=('moment', 'by'), name='report_moment_once'), models.UniqueConstraint(condition=models.Q(('comment__isnull', False)), fields=('comment', 'by'), name='report_comment_once')],
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['at'], name='report_open')],
            },
        ),
        migrations.AddField(
            model_name='Moment',
            name='via',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='feed.share'),
        ),
    ])
