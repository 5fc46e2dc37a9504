"""Every step of this app up to 0003 in one: a new database takes only this, and has no notices whose streams would be filled in (0002)."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('notices', '0001_initial'), ('notices', '0001_squashed'), ('notices', '0002_stream'), ('notices', '0003_of_a_stream')]

    initial = True

    dependencies = [
        ('journal', '0001_squashed'),
        ('people', '0001_squashed'),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('read_at', models.DateTimeField(null=True)),
                ('entry', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.entry')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ('stream', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.stream')),
            ],
            options={
                'indexes': [models.Index(fields=['person', '-id'], name='notice_of_person'), models.Index(condition=models.Q(('read_at', None)), fields=['person'], name='notice_unread'), models.Index(fields=['at'], name='notice_at'), models.Index(condition=models.Q(('read_at', None)), fields=['person', 'stream'], name='notice_unread_of_stream')],
                'constraints': [models.UniqueConstraint(fields=('person', 'entry'), name='notice_once')],
            },
        ),
    ]
