"""What is handed over is known by the name of an app's declaration and a number. Third: by nothing else, and in an app of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0008_numbers_of_items")]

    operations = [
        migrations.RemoveField(model_name="handoveritem", name="task"),
        migrations.RemoveField(model_name="handoveritem", name="group"),
        migrations.RemoveField(model_name="handoveritem", name="repetition"),
        migrations.RemoveField(model_name="handoveritem", name="sort"),
        migrations.AlterField(model_name="handoveritem", name="number", field=models.BigIntegerField()),
        migrations.AddConstraint(
            model_name="handoveritem",
            constraint=models.UniqueConstraint(fields=["handover", "kind", "number"], name="handover_item_once"),
        ),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.AlterModelTable(name="handover", table="handover_handover"),
                migrations.AlterModelTable(name="handoveritem", table="handover_handoveritem"),
            ],
            state_operations=[migrations.DeleteModel(name="HandoverItem"), migrations.DeleteModel(name="Handover")],
        ),
    ]
