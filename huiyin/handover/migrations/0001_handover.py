"""The tables came with tasks and were given over (tasks 0009): here only what they are called."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0009_handover_of_its_own'),
        ('journal', '0001_squashed'),
        ('people', '0002_code_networks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=[
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
                    ('handover', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='handover.handover')),
                    ('receiver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
            ),
            migrations.AddConstraint(
                model_name='handover',
                constraint=models.UniqueConstraint(condition=models.Q(('taken_at', None)), fields=('post', 'leaver'), name='handover_one_open'),
            ),
            migrations.AddConstraint(
                model_name='handover',
                constraint=models.CheckConstraint(condition=models.Q(('successor', None), models.Q(('successor', models.F('leaver')), _negated=True), _connector='OR'), name='handover_to_another'),
            ),
            migrations.AddIndex(
                model_name='handoveritem',
                index=models.Index(condition=models.Q(('receiver__isnull', False)), fields=['receiver'], name='handover_item_of_third'),
            ),
            migrations.AddConstraint(
                model_name='handoveritem',
                constraint=models.UniqueConstraint(fields=('handover', 'kind', 'number'), name='handover_item_once'),
            ),
            migrations.AddConstraint(
                model_name='handoveritem',
                constraint=models.CheckConstraint(condition=models.Q(models.Q(('choice', 'other'), _negated=True), ('receiver__isnull', False), _connector='OR'), name='handover_item_has_a_receiver'),
            ),
        ]),
    ]
