"""A key is of its author and its group: the same key in another group is another message."""

from django.db import migrations, models

CONDITION = models.Q(("key", ""), _negated=True)


class Migration(migrations.Migration):
    dependencies = [("groups", "0002_words_where")]
    operations = [
        migrations.AddConstraint(
            "message",
            models.UniqueConstraint(condition=CONDITION, fields=("author", "key", "group"), name="message_key_once_here"),
        ),
        migrations.RemoveConstraint("message", "message_key_once"),
    ]
