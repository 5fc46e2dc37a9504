"""Cases are found by an index of words, and listed by indexes alone, however many there are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def make(apps, schema_editor):
    from huiyin.cases.queries.word_search import INDEX

    for statement in INDEX.make_sql(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE cases_words")


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0002_learned'),
        ('groups', '0004_words_anew'),
        ('journal', '0001_squashed'),
        ('people', '0002_code_networks'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='case_of_caller',
        ),
        migrations.AddField(
            model_name='case',
            name='words_row',
            field=models.BigIntegerField(null=True, unique=True),
        ),
        migrations.AlterField(
            model_name='part',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.unit'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['state', 'deadline_at', 'registered_at'], name='case_due'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['unit', 'state', '-registered_at', '-id'], name='case_unit_state'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['topic', '-registered_at', '-id'], name='case_of_topic'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['channel', '-registered_at', '-id'], name='case_by_channel'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['phone', '-registered_at'], name='case_of_caller'),
        ),
        migrations.AddIndex(
            model_name='part',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['unit', 'case'], name='case_part_of_unit'),
        ),
        migrations.RunPython(make, drop),
    ]
