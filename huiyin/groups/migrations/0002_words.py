"""The index of words: FTS5 without content on SQLite, lexemes under GIN on PostgreSQL (no extension needed)."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE groups_words USING fts5(g, w, b, content='', detail='column', tokenize='unicode61 remove_diacritics 0')"
)
POSTGRESQL = (
    "CREATE TABLE groups_words (message_id bigint PRIMARY KEY, terms tsvector NOT NULL)",
    "CREATE INDEX groups_words_terms ON groups_words USING gin (terms)",
)


def make(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else (SQLITE,):
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE groups_words")


class Migration(migrations.Migration):
    dependencies = [("groups", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
