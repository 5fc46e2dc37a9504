"""Why a webhook stopped is kept; those that stopped before did so after failures."""

from django.db import migrations, models


def name_the_reason(apps, schema_editor):
    apps.get_model("hooks", "Subscription").objects.filter(stopped_at__isnull=False).update(stopped_for="failures")


class Migration(migrations.Migration):

    dependencies = [
        ('hooks', '0001_squashed'),
    ]

    operations = [
        migrations.AddField(
            model_name='subscription',
            name='stopped_for',
            field=models.CharField(blank=True, choices=[('failures', 'It did not answer as it should for a day and more.'), ('gone', 'It answered that it is no more.'), ('right', 'Who set it up no longer owns this group, or is locked out.')], max_length=8),
        ),
        migrations.RunPython(name_the_reason, migrations.RunPython.noop),
    ]
