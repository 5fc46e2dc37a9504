"""What is handed over is known by the name of an app's declaration and a number. First: room for both."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tasks", "0006_what_apps_declare")]

    operations = [
        migrations.RemoveConstraint(model_name="handoveritem", name="handover_item_is_one_thing"),
        migrations.RemoveConstraint(model_name="handoveritem", name="handover_item_once"),
        migrations.RemoveConstraint(model_name="handoveritem", name="handover_declared_once"),
        migrations.AlterField(model_name="handoveritem", name="kind", field=models.CharField(max_length=30)),
    ]
