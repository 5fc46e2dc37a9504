"""The index of words is made anew: names are found as they are written now (rare characters, names that are spaced out), and SQLite's
index, which is told the same terms to take a message out as were put in, must hold those of today.

Only marked here: the server indexes them behind what people do, some thousands a second; until then search finds less.
"""

from django.db import migrations


def mark(apps, schema_editor):
    message = apps.get_model("groups", "Message")._meta.db_table
    with schema_editor.connection.cursor() as cursor:
        if schema_editor.connection.vendor == "sqlite":
            cursor.execute("INSERT INTO groups_words(groups_words) VALUES ('delete-all')")
        cursor.execute(f"UPDATE {message} SET indexed = %s WHERE indexed", [False])


class Migration(migrations.Migration):
    dependencies = [("groups", "0003_key_of_its_place")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
