"""PostgreSQL's index of words knows group and moment too: what was said lately in somebody's groups is gone through in one table, by one index.

Made anew beside the old one and put in its place: to change five million rows under their index of lexemes would take hours (made
anew: some five minutes).
"""

from django.db import migrations

WITH = "SELECT w.message_id, m.at, m.group_id::bigint AS group_id, w.terms FROM groups_words w JOIN groups_message m ON m.id = w.message_id"
FORWARDS = (
    f"CREATE TABLE groups_words_new AS {WITH} ORDER BY w.message_id",
    "DROP TABLE groups_words",
    "ALTER TABLE groups_words_new RENAME TO groups_words",
    "ALTER TABLE groups_words ALTER at SET NOT NULL, ALTER group_id SET NOT NULL, ALTER terms SET NOT NULL",
    "ALTER TABLE groups_words ADD CONSTRAINT groups_words_pkey PRIMARY KEY (message_id)",
    "CREATE INDEX groups_words_when ON groups_words (group_id, at)",
    "CREATE INDEX groups_words_terms ON groups_words USING gin (terms)",
    "ANALYZE groups_words",
)
BACKWARDS = ("ALTER TABLE groups_words DROP COLUMN at, DROP COLUMN group_id",)


def _each(statements):
    def do(apps, schema_editor):
        if schema_editor.connection.vendor == "postgresql":
            for statement in statements:
                schema_editor.execute(statement)

    return do


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_squashed")]
    operations = [migrations.RunPython(_each(FORWARDS), _each(BACKWARDS))]
