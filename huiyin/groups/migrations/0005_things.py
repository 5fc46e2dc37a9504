"""Photos, files and places of somebody's groups, found without reading a year of words (docs/operators/scale.md)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("groups", "0004_joined")]
    operations = [
        migrations.AddIndex(
            model_name="message",
            index=models.Index(condition=models.Q(("kind", "text"), _negated=True), fields=["group", "kind", "at"], name="message_things"),
        ),
    ]
