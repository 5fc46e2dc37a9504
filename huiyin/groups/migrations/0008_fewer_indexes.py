"""Every message paid for indexes that nobody asks: each is a page more in SQLite's log for every commit, and a row more in PostgreSQL.

What begins with the group is found by (group, n) and (group, person); what is nearly always empty needs an index of what is not.
The names are Django's own, the same on both databases; an index of a column is dropped by itself, without writing the table anew.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

NEEDLESS = (
    "groups_message_group_id_6126740d",
    "groups_message_reply_to_id_88ae6144",
    "groups_message_link_card_id_3c25377d",
    "groups_message_pinned_by_id_5956e795",
    "groups_member_group_id_fc8e1db6",
    "groups_group_last_message_id_7a812fdc",
)
MESSAGE = [
    ("group", models.ForeignKey("groups.Group", db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="messages")),
    (
        "reply_to",
        models.ForeignKey(
            "groups.Message", db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="replies"
        ),
    ),
    (
        "link_card",
        models.ForeignKey("media.LinkCard", db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+"),
    ),
    (
        "pinned_by",
        models.ForeignKey(
            settings.AUTH_USER_MODEL, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+"
        ),
    ),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("groups", "0007_own_copies"), ("media", "0001_initial")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(f"DROP INDEX IF EXISTS {name}", migrations.RunSQL.noop) for name in NEEDLESS],
            state_operations=[
                *(migrations.AlterField("message", name, field) for name, field in MESSAGE),
                migrations.AlterField(
                    "member", "group",
                    models.ForeignKey("groups.Group", db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="members"),
                ),
                migrations.AlterField(
                    "group", "last_message",
                    models.ForeignKey(
                        "groups.Message", db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+"
                    ),
                ),
            ],
        ),
        *(
            migrations.AddIndex(
                "message", models.Index(fields=[name], condition=models.Q((f"{name}__isnull", False)), name=f"message_{name}_set")
            )
            for name, _field in MESSAGE[1:]
        ),
    ]  # fmt: skip
