"""Every step of this app up to 0005 in one: a new database takes only this, and has nothing to move into the one outbox (0004)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once


class Migration(migrations.Migration):

    replaces = [('hooks', '0001_initial'), ('hooks', '0001_squashed'), ('hooks', '0002_stopped_for'), ('hooks', '0003_destination'), ('hooks', '0004_into_one_outbox'), ('hooks', '0005_of_the_outbox')]

    initial = True

    dependencies = [
        ('channels', '0008_outgoing_is_of_the_outbox'),
        ('groups', '0001_squashed'),
        ('journal', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='IncomingHook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='name')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('used_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hooks', to='groups.group')),
            ],
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.CharField(max_length=500)),
                ('events', models.JSONField(default=list)),
                ('salt', models.CharField(max_length=64)),
                ('seq', models.BigIntegerField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subscriptions', to='groups.group')),
                ('destination', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='subscription', to='channels.destination')),
            ],
        ),
    ])
