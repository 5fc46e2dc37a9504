"""What stands at the destination and in the outbox stands here no more."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('hooks', '0004_into_one_outbox')]

    operations = [
        migrations.DeleteModel('Delivery'),
        migrations.RemoveIndex('subscription', 'subscription_going'),
        migrations.AlterField('subscription', 'destination', models.OneToOneField(
            on_delete=django.db.models.deletion.CASCADE, related_name='subscription', to='channels.destination')),
        *(migrations.RemoveField('subscription', name) for name in (
            'made_at', 'next_at', 'leased_until', 'failures', 'failing_since', 'stopped_at', 'stopped_for', 'ended_at')),
    ]
