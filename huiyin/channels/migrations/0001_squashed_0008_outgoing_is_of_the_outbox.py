"""Every step of this app up to 0008 in one: a new database takes only this, and has nothing to move into the one outbox (0007)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once


class Migration(migrations.Migration):

    replaces = [('channels', '0001_initial'), ('channels', '0002_mailboxes_shaded'), ('channels', '0001_squashed'), ('channels', '0002_outgoing'), ('channels', '0003_destination'), ('channels', '0004_month_of_texts'), ('channels', '0005_deliveries_share_their_states'), ('channels', '0006_one_outbox'), ('channels', '0007_into_one_outbox'), ('channels', '0008_outgoing_is_of_the_outbox')]

    initial = True

    dependencies = [
        ('groups', '0001_squashed'),
        ('journal', '0001_squashed'),
        ('notices', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='MailCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address_hash', models.CharField(db_index=True, max_length=64)),
                ('sealed', models.TextField()),
                ('code_hash', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('used_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Destination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=10)),
                ('name', models.CharField(blank=True, max_length=30)),
                ('sealed', models.TextField(blank=True)),
                ('hint', models.CharField(blank=True, max_length=60)),
                ('told', models.JSONField(default=list)),
                ('bare', models.BooleanField(default=False)),
                ('language', models.CharField(default='zh-hans', max_length=10)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('next_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('leased_until', models.DateTimeField(default=django.utils.timezone.now)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('failing_since', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('trouble', models.CharField(blank=True, max_length=300)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='robots', to='groups.group')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mailboxes', to=settings.AUTH_USER_MODEL)),
                ('stopped_for', models.CharField(blank=True, choices=[('failures', 'It could not be told anything for a day and more.'), ('wrong', 'The other side says that the address or the secret is not right.'), ('right', 'Who set it up may no longer do so, or is locked out.')], max_length=8)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['group'], name='outlet_of_group'), models.Index(condition=models.Q(('ended_at', None), ('failing_since__isnull', False)), fields=['id'], name='outlet_failing'), models.Index(condition=models.Q(('ended_at', None), ('stopped_at__isnull', False)), fields=['id'], name='outlet_stopped')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'channel'), name='outlet_one_mailbox'), models.CheckConstraint(condition=models.Q(('group', None), ('person', None), _connector='OR'), name='outlet_of_one')],
                'db_table': 'channels_outlet',
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('waiting', 'waiting to be sent'), ('sending', 'being sent'), ('sent', 'sent'), ('unclear', 'no answer came: it may have arrived'), ('refused', 'not taken'), ('spared', 'not needed any more'), ('given_up', 'given up after a day'), ('call', 'not sent, the month is used up: to be called')], default='waiting', max_length=8)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('recovered', models.BooleanField(default=False)),
                ('tried_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.entry')),
                ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='notices.notice')),
                ('destination', models.ForeignKey(db_column='outlet_id', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='channels.destination')),
                ('channel', models.CharField(max_length=10)),
                ('event', models.CharField(blank=True, max_length=40)),
                ('number', models.BigIntegerField(null=True)),
                ('leased_until', models.DateTimeField(default=django.utils.timezone.now)),
                ('status', models.PositiveSmallIntegerField(null=True)),
                ('milliseconds', models.PositiveIntegerField(null=True)),
                ('about', models.CharField(max_length=80, null=True, unique=True)),
                ('sealed', models.TextField(blank=True)),
                ('address_digest', models.CharField(blank=True, max_length=64)),
                ('hint', models.CharField(blank=True, max_length=60)),
                ('language', models.CharField(blank=True, max_length=10)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'sending'))), fields=['due_at'], name='outlet_delivery_due'), models.Index(fields=['destination', '-id'], name='outlet_delivery'), models.Index(condition=models.Q(('state__in', ('waiting', 'sending'))), fields=['destination', 'id'], name='delivery_open'), models.Index(condition=models.Q(('state__in', ('unclear', 'refused', 'given_up'))), fields=['-id'], name='delivery_lost'), models.Index(fields=['channel', 'made_at'], name='delivery_of_channel'), models.Index(condition=models.Q(('address_digest', ''), _negated=True), fields=['address_digest'], name='delivery_of_address')],
                'constraints': [models.UniqueConstraint(fields=('destination', 'entry'), name='outlet_told_once'), models.CheckConstraint(condition=models.Q(('destination', None), ('about', None), _connector='XOR'), name='delivery_has_one_address')],
            },
        ),
        migrations.CreateModel(
            name='TextMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True)),
                ('sent', models.PositiveIntegerField(default=0)),
                ('warned', models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Outgoing',
            fields=[
            ],
            options={
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('channels.delivery',),
        ),
    ])
