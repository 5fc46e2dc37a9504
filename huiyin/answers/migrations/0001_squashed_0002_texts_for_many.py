"""Every step of this app up to 0002 in one: a new database takes only this."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from huiyin.db.create_models import at_once


class Migration(migrations.Migration):

    replaces = [('answers', '0001_initial'), ('answers', '0002_texts_for_many')]

    initial = True

    dependencies = [
        ('cases', '0013_case_tasks'),
        ('media', '0001_squashed'),
        ('people', '0002_code_networks'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closing', models.CharField(choices=[('solved', 'Solved'), ('explained', 'Explained'), ('not_supported', 'Not supported'), ('declined', 'Not accepted')], max_length=14)),
                ('words', models.TextField()),
                ('public', models.BooleanField(default=True)),
                ('state', models.CharField(choices=[('waiting', 'waits for release'), ('released', 'released'), ('returned', 'sent back')], default='waiting', max_length=8)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('remark', models.CharField(blank=True, max_length=500)),
                ('answer', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='draft', to='cases.answer')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_drafts', to='cases.case')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['unit'], name='answer_draft_waiting')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('case',), name='answer_draft_waits_once')],
            },
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='answers.draft')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.upload')),
            ],
        ),
        migrations.CreateModel(
            name='SecondEyes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField(default=django.utils.timezone.now)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit')),
            ],
        ),
        migrations.CreateModel(
            name='Sending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('way', models.CharField(choices=[('letter', 'Letter'), ('phone', 'Telephone')], max_length=6)),
                ('at', models.DateTimeField()),
                ('reached', models.BooleanField(null=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('answer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sendings', to='cases.answer')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='AnswerTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('topic', models.CharField(blank=True, max_length=60)),
                ('closing', models.CharField(blank=True, choices=[('solved', 'Solved'), ('explained', 'Explained'), ('not_supported', 'Not supported'), ('declined', 'Not accepted')], max_length=14)),
                ('words', models.TextField()),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('ended_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['unit', 'topic'], name='answer_template_offered')],
            },
        ),
        migrations.CreateModel(
            name='MatterDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('closing', models.CharField(choices=[('solved', 'Solved'), ('explained', 'Explained'), ('not_supported', 'Not supported'), ('declined', 'Not accepted')], max_length=14)),
                ('words', models.TextField()),
                ('public', models.BooleanField(default=True)),
                ('state', models.CharField(choices=[('waiting', 'waits for release'), ('released', 'released'), ('returned', 'sent back')], default='waiting', max_length=8)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('decided_at', models.DateTimeField(null=True)),
                ('remark', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('matter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answer_drafts', to='cases.matter')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['unit'], name='matter_draft_waiting')],
            },
        ),
        migrations.CreateModel(
            name='MatterDraftCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fate', models.CharField(choices=[('waiting', 'waits for release'), ('answered', 'answered'), ('returned', 'sent back'), ('taken_out', 'it hangs here no more'), ('closed', 'it was answered meanwhile'), ('elsewhere', 'another unit has it in hand now'), ('erased', 'whoever asked is no longer here'), ('writer', 'whoever wrote the text may not answer it now'), ('releaser', 'whoever released the text may not answer it')], default='waiting', max_length=9)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='matter_drafts', to='cases.case')),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='answers.matterdraft')),
                ('lead', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('fate', 'waiting')), fields=('case',), name='matter_draft_case_waits_once')],
            },
        ),
        migrations.CreateModel(
            name='MatterDraftFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='files', to='answers.matterdraft')),
                ('upload', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.upload')),
            ],
        ),
    ])
