"""A key is of its place (a task of its group, a move of its task) and of its content, whose digest is kept."""

from django.db import migrations, models

CONDITION = models.Q(("key", ""), _negated=True)


class Migration(migrations.Migration):
    dependencies = [("tasks", "0003_board_by_indexes_alone")]
    operations = [
        migrations.AddField("task", "key_digest", models.BinaryField(max_length=16, null=True)),
        migrations.AddField("movemade", "digest", models.BinaryField(max_length=16, null=True)),
        migrations.AddConstraint(
            "task", models.UniqueConstraint(condition=CONDITION, fields=("issuer", "key", "group"), name="task_key_once_here")
        ),
        migrations.RemoveConstraint("task", "task_key_once"),
        migrations.AddConstraint(
            "movemade", models.UniqueConstraint(fields=("person", "task", "key", "move"), name="move_made_once_here")
        ),
        migrations.RemoveConstraint("movemade", "move_made_once"),
    ]
