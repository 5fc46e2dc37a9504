import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('rights', '0001_initial')]

    initial = True

    dependencies = [('people', '0001_squashed')]

    operations = [
        migrations.CreateModel(
            name='Round',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by_clock', models.BooleanField(default=True)),
                ('beat_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('removed', models.JSONField(default=dict)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['begun_at'], name='round_to_do')],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('asked', 'asked for'), ('withdrawn', 'withdrawn'), ('declined', 'not done, for a reason'), ('running', 'being done'), ('done', 'done')], default='asked', max_length=9)),
                ('asked_at', models.DateTimeField(null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('was_official', models.BooleanField(default=False)),
                ('known_as', models.JSONField(null=True)),
                ('beat_at', models.DateTimeField(null=True)),
                ('messages', models.PositiveIntegerField(default=0)),
                ('files', models.PositiveIntegerField(default=0)),
                ('done_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasures', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['state', 'asked_at'], name='erasure_by_state')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('asked', 'running'))), fields=('person',), name='erasure_one_open')],
            },
        ),
    ]
