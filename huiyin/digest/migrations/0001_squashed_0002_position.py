"""Every step of this app up to 0002 in one: a new database takes only this."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once


class Migration(migrations.Migration):

    replaces = [('digest', '0001_digest'), ('digest', '0002_position')]

    initial = True

    dependencies = [
        ('cases', '0002_learned'),
        ('feed', '0005_comment_level'),
        ('groups', '0004_words_anew'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Sorted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('message', 'in a group'), ('case', 'a request'), ('comment', 'under a moment')], max_length=7, unique=True)),
                ('upto', models.BigIntegerField(default=0)),
                ('numbered', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.BigIntegerField(default=0)),
                ('place', models.BigIntegerField(default=0)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('position', models.CharField(blank=True, max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name='Saying',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('message', 'in a group'), ('case', 'a request'), ('comment', 'under a moment')], max_length=7)),
                ('at', models.DateTimeField()),
                ('topic', models.BigIntegerField()),
                ('alike', models.BigIntegerField(db_index=True)),
                ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('comment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='feed.comment')),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='groups.message')),
            ],
        ),
        migrations.CreateModel(
            name='Decided',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('alike', models.BigIntegerField()),
                ('upto', models.BigIntegerField()),
                ('what', models.CharField(choices=[('answered', 'Answered'), ('thanked', 'Thanked'), ('assigned', 'Handed on'), ('merged', 'Hung together'), ('seen', 'Seen')], max_length=8)),
                ('undo', models.JSONField(default=dict)),
                ('key', models.CharField(blank=True, max_length=40)),
                ('digest', models.BinaryField(default=b'')),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'alike'], name='digest_of_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('person', 'key'), name='digest_decided_once')],
            },
        ),
    ])
