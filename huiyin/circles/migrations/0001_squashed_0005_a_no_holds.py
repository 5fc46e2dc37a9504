"""Every step of this app up to 0005 in one: a new database takes only this, and no row of it has a no of before to keep (0005)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once


class Migration(migrations.Migration):

    replaces = [('circles', '0001_circles'), ('circles', '0002_own_no'), ('circles', '0003_a_key_is_of_its_move'), ('circles', '0004_home_visits'), ('circles', '0005_a_no_holds')]

    initial = True

    dependencies = [
        ('cases', '0002_learned'),
        ('groups', '0004_words_anew'),
        ('journal', '0001_squashed'),
        ('people', '0002_code_networks'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Circle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('passes_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('keeper', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='circles_kept', to=settings.AUTH_USER_MODEL)),
                ('passing_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='circle', to='journal.stream')),
            ],
        ),
        migrations.CreateModel(
            name='Tie',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'asked'), ('in', 'in touch'), ('left', 'left')], default='asked', max_length=5)),
                ('way', models.CharField(choices=[('code', 'by a code, on a visit'), ('group', 'from a group'), ('desk', 'at the desk')], max_length=5)),
                ('met', models.CharField(blank=True, max_length=120)),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to='circles.circle')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ties', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'left'), _negated=True), fields=('circle', 'person'), name='tie_once')],
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField()),
                ('step', models.PositiveSmallIntegerField(default=0)),
                ('told_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.group')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.message')),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('tie', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='circles.tie')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('message', None), ('case', None), _connector='XOR'), name='word_message_or_case'), models.UniqueConstraint(condition=models.Q(('message__isnull', False)), fields=('tie', 'message'), name='word_of_message_once'), models.UniqueConstraint(condition=models.Q(('case__isnull', False), ('ended_at', None)), fields=('tie', 'case'), name='word_of_case_once')],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['post'], name='word_rising')],
            },
        ),
        migrations.CreateModel(
            name='Code',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=32, unique=True)),
                ('met', models.CharField(blank=True, max_length=120)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('once', models.CharField(blank=True, max_length=40)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='codes', to='circles.circle')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('once', ''), _negated=True), fields=('circle', 'once'), name='circle_code_once')],
            },
        ),
        migrations.CreateModel(
            name='TieMade',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=20)),
                ('key', models.CharField(max_length=40)),
                ('digest', models.BinaryField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tie', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='circles.tie')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'tie', 'move', 'key'), name='tie_move_once')],
            },
        ),
        migrations.CreateModel(
            name='HomeVisit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('words', models.CharField(blank=True, max_length=2000)),
                ('promise', models.CharField(blank=True, max_length=300)),
                ('promise_by', models.DateField(null=True)),
                ('kept_at', models.DateTimeField(null=True)),
                ('kept_words', models.CharField(blank=True, max_length=300)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('digest', models.BinaryField(default=b'')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tie', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='circles.tie')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('tie', 'key'), name='visit_once')],
                'indexes': [models.Index(condition=models.Q(('kept_at', None), ('promise_by__isnull', False)), fields=['promise_by'], name='visit_promised')],
            },
        ),
        migrations.CreateModel(
            name='Declined',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('circle', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declined', to='circles.circle')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('circle', 'person'), name='circle_declined_once')],
            },
        ),
    ])
