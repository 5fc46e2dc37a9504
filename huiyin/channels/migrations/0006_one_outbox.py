"""The outbox holds whatever leaves the house: columns for what bears its address itself, and for webhooks."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    dependencies = [
        ('channels', '0005_deliveries_share_their_states'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField('destination', 'stopped_for', models.CharField(blank=True, default='', max_length=8, choices=[
            ('failures', 'It could not be told anything for a day and more.'),
            ('wrong', 'The other side says that the address or the secret is not right.'),
            ('right', 'Who set it up may no longer do so, or is locked out.'),
        ]), preserve_default=False),
        migrations.AlterField('destination', 'by', models.ForeignKey(
            null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AlterField('destination', 'sealed', models.TextField(blank=True)),
        migrations.AlterField('destination', 'hint', models.CharField(blank=True, max_length=60)),
        migrations.RemoveConstraint('destination', 'outlet_of_group_or_person'),
        migrations.AddConstraint('destination', models.CheckConstraint(
            condition=Q(('group', None), ('person', None), _connector='OR'), name='outlet_of_one')),
        migrations.AddIndex('destination', models.Index(
            fields=['id'], condition=Q(('ended_at', None), ('failing_since__isnull', False)), name='outlet_failing')),
        migrations.AddIndex('destination', models.Index(
            fields=['id'], condition=Q(('ended_at', None), ('stopped_at__isnull', False)), name='outlet_stopped')),
        migrations.AddField('delivery', 'channel', models.CharField(max_length=10, default=''), preserve_default=False),
        migrations.AlterField('delivery', 'destination', models.ForeignKey(
            db_column='outlet_id', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='channels.destination')),
        migrations.AddField('delivery', 'event', models.CharField(blank=True, default='', max_length=40), preserve_default=False),
        migrations.AddField('delivery', 'number', models.BigIntegerField(null=True)),
        migrations.AddField('delivery', 'leased_until', models.DateTimeField(default=django.utils.timezone.now)),
        migrations.AddField('delivery', 'status', models.PositiveSmallIntegerField(null=True)),
        migrations.AddField('delivery', 'milliseconds', models.PositiveIntegerField(null=True)),
        migrations.AddField('delivery', 'about', models.CharField(max_length=80, null=True, unique=True)),
        migrations.AddField('delivery', 'sealed', models.TextField(blank=True, default=''), preserve_default=False),
        migrations.AddField('delivery', 'address_digest', models.CharField(blank=True, default='', max_length=64), preserve_default=False),
        migrations.AddField('delivery', 'hint', models.CharField(blank=True, default='', max_length=60), preserve_default=False),
        migrations.AddField('delivery', 'language', models.CharField(blank=True, default='', max_length=10), preserve_default=False),
        migrations.RemoveIndex('delivery', 'outlet_delivery_made'),
        migrations.AddIndex('delivery', models.Index(
            fields=['destination', 'id'], condition=Q(('state__in', ('waiting', 'sending'))), name='delivery_open')),
        migrations.AddIndex('delivery', models.Index(
            fields=['-id'], condition=Q(('state__in', ('unclear', 'refused', 'given_up'))), name='delivery_lost')),
        migrations.AddIndex('delivery', models.Index(fields=['channel', 'made_at'], name='delivery_of_channel')),
        migrations.AddIndex('delivery', models.Index(
            fields=['address_digest'], condition=Q(('address_digest', ''), _negated=True), name='delivery_of_address')),
    ]
