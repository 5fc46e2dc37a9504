"""Every step of this app up to 0002 in one: a new database takes only this."""

import django.db.models.deletion
import django.utils.timezone
import huiyin.cases.models.case
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once


class Migration(migrations.Migration):

    replaces = [('reception', '0001_initial'), ('reception', '0002_read_back')]

    initial = True

    dependencies = [
        ('cases', '0002_learned'),
        ('journal', '0001_squashed'),
        ('people', '0002_code_networks'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Day',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=200)),
                ('begins_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('sits', models.CharField(blank=True, max_length=60)),
                ('about', models.CharField(blank=True, max_length=200)),
                ('slots', models.PositiveSmallIntegerField()),
                ('last', models.PositiveSmallIntegerField(default=0)),
                ('state', models.CharField(choices=[('announced', 'Announced'), ('cancelled', 'Called off')], default='announced', max_length=10)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('announced_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('key_digest', models.BinaryField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('post', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.post')),
                ('stream', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reception_day', to='journal.stream')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('by', 'key'), name='reception_day_key_once')],
                'indexes': [models.Index(fields=['begins_at'], name='reception_day_begins')],
            },
        ),
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigIntegerField(default=huiyin.cases.models.case.random_id, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('code_digest', models.CharField(max_length=64)),
                ('state', models.CharField(choices=[('waiting', 'Waits'), ('called', 'Called'), ('done', 'Heard'), ('passed', 'Passed over'), ('cancelled', 'Given back')], default='waiting', max_length=10)),
                ('walk_in', models.BooleanField(default=False)),
                ('name', models.CharField(blank=True, max_length=40)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('coming', models.PositiveSmallIntegerField(default=1)),
                ('booked_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('turn', models.PositiveIntegerField(default=0)),
                ('calls', models.PositiveSmallIntegerField(default=0)),
                ('called_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('words', models.TextField(blank=True)),
                ('summary', models.TextField(blank=True)),
                ('read_back_at', models.DateTimeField(null=True)),
                ('key_of', models.CharField(blank=True, max_length=30)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('key_digest', models.BinaryField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('day', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='visits', to='reception.day')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('read_back', models.CharField(blank=True, max_length=64)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('day', 'number'), name='reception_number_once'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key_of', 'key'), name='reception_key_once')],
                'indexes': [models.Index(fields=['day', 'state', 'turn'], name='reception_line')],
            },
        ),
        migrations.CreateModel(
            name='Petitioner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('name', models.CharField(max_length=40)),
                ('phone', models.CharField(blank=True, max_length=20)),
                ('speaks', models.BooleanField(default=True)),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='petitioners', to='reception.visit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('visit', 'order'), name='reception_petitioner_once')],
            },
        ),
        migrations.CreateModel(
            name='Made',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('move', models.CharField(max_length=40)),
                ('key', models.CharField(max_length=40)),
                ('digest', models.BinaryField()),
                ('day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reception.day')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('visit', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='reception.visit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'day', 'move', 'key'), name='reception_move_once')],
            },
        ),
    ])
