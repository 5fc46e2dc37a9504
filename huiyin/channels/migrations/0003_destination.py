"""An outlet is called a destination. Table and column keep their names, so nothing changes in the database."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("channels", "0002_outgoing")]

    operations = [
        migrations.AlterModelTable("outlet", "channels_outlet"),
        migrations.RenameModel("Outlet", "Destination"),
        migrations.SeparateDatabaseAndState(state_operations=[
            migrations.RemoveConstraint("delivery", "outlet_told_once"),
            migrations.RemoveIndex("delivery", "outlet_delivery"),
            migrations.RenameField("delivery", "outlet", "destination"),
            migrations.AlterField("delivery", "destination", models.ForeignKey(
                db_column="outlet_id", on_delete=django.db.models.deletion.CASCADE, related_name="deliveries", to="channels.destination")),
            migrations.AddConstraint("delivery", models.UniqueConstraint(fields=["destination", "entry"], name="outlet_told_once")),
            migrations.AddIndex("delivery", models.Index(fields=["destination", "-id"], name="outlet_delivery")),
        ]),
    ]
