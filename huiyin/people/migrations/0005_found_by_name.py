"""What people are found by: on PostgreSQL the characters of names and titles and the words of a name's sound, under GIN (built in)."""

from django.db import migrations, models

# huiyin/people/queries/naming.py asks in just these words.
POSTGRESQL = (
    "CREATE INDEX person_letters ON people_person USING gin (string_to_array(upper(name), NULL))",
    "CREATE INDEX person_sounds ON people_person "
    "USING gin (array_to_tsvector(array_remove(string_to_array(name_keys, ' '), '')))",
    "CREATE INDEX post_letters ON people_post USING gin (string_to_array(upper(title), NULL))",
)
NAMES = ("person_letters", "person_sounds", "post_letters")


def make(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRESQL:
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in NAMES:
            schema_editor.execute(f"DROP INDEX {name}")


class Migration(migrations.Migration):
    dependencies = [("people", "0004_device_proved_at")]
    operations = [
        migrations.AddIndex("person", models.Index(fields=["name_keys"], name="person_sound")),
        migrations.RunPython(make, drop),
    ]
