"""What somebody says to the moderators (举报) is a Flag; a Report is what somebody reports of a task (汇报)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("feed", "0005_comment_level")]
    operations = [
        migrations.RenameModel("Report", "Flag"),
        migrations.AlterField(
            "flag", "moment",
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="feed.moment"),
        ),
        migrations.AlterField(
            "flag", "comment",
            models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name="flags", to="feed.comment"),
        ),
    ]  # fmt: skip
