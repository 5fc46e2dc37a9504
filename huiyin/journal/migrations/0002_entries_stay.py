"""The database itself refuses to change or remove an entry: a slip in the code, or a hand at the database's prompt, is stopped there.

Whoever owns the database can take the guard away; that is what the chain is for. A later migration that makes SQLite build the table
anew drops the guard with it and must set it again (tests/journal/test_guard.py says so).
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

WORDS = "an entry is never changed and never removed"
SQLITE = (
    f"CREATE TRIGGER journal_entry_unchanged BEFORE UPDATE ON journal_entry BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    f"CREATE TRIGGER journal_entry_kept BEFORE DELETE ON journal_entry BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
)
POSTGRESQL = (
    f"CREATE FUNCTION journal_entry_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{WORDS}'; END $$",
    "CREATE TRIGGER journal_entry_stays BEFORE UPDATE OR DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_entry_stays()",
)


def set_guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    for sql in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(sql.replace("%", "%%"))


def take_guard(apps: object, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP TRIGGER journal_entry_stays ON journal_entry")
        editor.execute("DROP FUNCTION journal_entry_stays()")
    else:
        editor.execute("DROP TRIGGER journal_entry_unchanged")
        editor.execute("DROP TRIGGER journal_entry_kept")


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunPython(set_guard, take_guard)]
