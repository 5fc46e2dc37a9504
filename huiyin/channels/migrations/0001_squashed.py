import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('channels', '0001_initial'), ('channels', '0002_mailboxes_shaded')]

    initial = True

    dependencies = [('groups', '0001_squashed'), ('journal', '0001_squashed'), ('notices', '0001_squashed'), ('people', '0001_squashed')]

    operations = [
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
            name='Outlet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(max_length=10)),
                ('name', models.CharField(blank=True, max_length=30)),
                ('sealed', models.TextField()),
                ('hint', models.CharField(max_length=60)),
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
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('group', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='robots', to='groups.group')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='mailboxes', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['group'], name='outlet_of_group')],
                'constraints': [models.CheckConstraint(condition=models.Q(('group', None), ('person', None), _connector='XOR'), name='outlet_of_group_or_person'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'channel'), name='outlet_one_mailbox')],
            },
        ),
        migrations.CreateModel(
            name='Delivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('due_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('state', models.CharField(choices=[('waiting', 'waiting to be sent'), ('sending', 'being sent'), ('sent', 'sent'), ('unclear', 'no answer came: it may have arrived'), ('refused', 'not taken'), ('spared', 'not needed any more'), ('given_up', 'given up after a day')], default='waiting', max_length=8)),
                ('attempts', models.PositiveIntegerField(default=0)),
                ('recovered', models.BooleanField(default=False)),
                ('tried_at', models.DateTimeField(null=True)),
                ('answer', models.CharField(blank=True, max_length=300)),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.entry')),
                ('notice', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='notices.notice')),
                ('outlet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='channels.outlet')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state__in', ('waiting', 'sending'))), fields=['due_at'], name='outlet_delivery_due'), models.Index(fields=['outlet', '-id'], name='outlet_delivery'), models.Index(fields=['made_at'], name='outlet_delivery_made')],
                'constraints': [models.UniqueConstraint(fields=('outlet', 'entry'), name='outlet_told_once')],
            },
        ),
    ]
