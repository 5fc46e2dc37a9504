"""Every step of this app up to 0002 in one: a new database takes only this."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from huiyin.db.create_models import at_once


class Migration(migrations.Migration):

    replaces = [('intake', '0001_initial'), ('intake', '0002_incomingmail_sender')]

    initial = True

    dependencies = [
        ('cases', '0007_case_texts'),
    ]

    operations = at_once([
        migrations.CreateModel(
            name='IncomingMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ('outcome', models.CharField(choices=[('case', 'a new request'), ('added', 'added to a request'), ('dropped', 'left out')], max_length=8)),
                ('reason', models.CharField(blank=True, max_length=30)),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('sender', models.CharField(blank=True, db_index=True, max_length=24)),
            ],
        ),
        migrations.CreateModel(
            name='MailAuthor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sealed', models.TextField()),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='mail_author', to='cases.case')),
            ],
        ),
        migrations.CreateModel(
            name='PaperLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('received_on', models.DateField()),
                ('sealed', models.TextField(blank=True)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='paper_letter', to='cases.case')),
            ],
        ),
    ])
