"""A subscription is told by a destination of the one engine."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('hooks', '0002_stopped_for'), ('channels', '0008_outgoing_is_of_the_outbox')]

    operations = [
        migrations.AddField('subscription', 'destination', models.OneToOneField(
            null=True, on_delete=django.db.models.deletion.CASCADE, related_name='subscription', to='channels.destination')),
    ]
