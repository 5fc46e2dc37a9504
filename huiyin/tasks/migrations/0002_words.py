"""The index of words in tasks: FTS5 without content on SQLite, lexemes with their places under GIN on PostgreSQL (no extension needed)."""

from django.db import migrations

SQLITE = "CREATE VIRTUAL TABLE tasks_words USING fts5(units, pairs, content='', tokenize='unicode61 remove_diacritics 0')"
POSTGRESQL = (
    "CREATE TABLE tasks_words (task_id bigint PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX tasks_words_terms ON tasks_words USING gin (terms)",
)


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,):
        schema_editor.execute(statement)


def fill(apps, schema_editor):
    """What was issued before is found as well."""
    from huiyin.tasks.actions.word_index import text_of
    from huiyin.tasks.queries.word_search import INDEX

    with schema_editor.connection.cursor() as cursor:
        for task in apps.get_model("tasks", "Task").objects.only("number", "title", "words").iterator(1000):
            cursor.execute(*INDEX.put_sql(task.pk, text_of(task), schema_editor.connection.vendor))


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE tasks_words")


class Migration(migrations.Migration):
    dependencies = [("tasks", "0001_squashed")]
    operations = [migrations.RunPython(make, drop), migrations.RunPython(fill, migrations.RunPython.noop)]
