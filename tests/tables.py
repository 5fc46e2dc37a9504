"""SQLite's tables, made once a run and copied from then on: making them takes longer than most tests."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = "HUIYIN_TEST_TABLES"  # where ./dev test keeps them for the run; without it every database is made as in life


def put_tables(data: Path) -> bool:
    """Puts a database with tables and nothing in them into a data directory. Gives whether it could: not without ./dev test."""
    kept = os.environ.get(KEPT)
    if not kept:
        return False
    data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_made(Path(kept)), data / "huiyin.sqlite3")
    return True


def kept_between_runs() -> Path:
    """Gives where tables are kept from one run of a few tests to the next: a file named after all migrations, so that none is stale."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "huiyin").glob("*/migrations/*.py")):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return Path(tempfile.gettempdir()) / f"huiyin-tables-{os.getuid()}-{digest.hexdigest()[:16]}.sqlite3"


def empty_what_holds_something() -> None:
    """After a test that committed, only tables with rows are emptied, and PostgreSQL deletes: truncating eighty takes it 0.2 s.

    What Django writes itself when tables are made (kinds of contents, permissions) stays, so nobody is told that they are to be written.
    """
    from django.core.management.color import no_style
    from django.db import connection
    from django.test import TransactionTestCase

    ops, made_with_the_tables = connection.ops, {"django_content_type", "auth_permission"}
    names = sorted(set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - made_with_the_tables)
    asked = " UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {ops.quote_name(name)})" for name in names)

    def teardown(self: TransactionTestCase) -> None:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            full = [name for (name,) in cursor.fetchall()]
        if connection.vendor == "postgresql":  # neither the journal's guard nor a foreign key holds up a session that says so
            deleting = [f"DELETE FROM {connection.ops.quote_name(name)}" for name in full]
            statements = ["SET LOCAL session_replication_role = replica", *deleting]
        else:
            statements = connection.ops.sql_flush(no_style(), full)
        connection.ops.execute_sql_flush(statements)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[method-assign]


def _made(kept: Path) -> Path:
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # processes of one run need it at the same moment: its beginning
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=kept.parent) as made:
                env = {name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DJANGO_"))}
                env |= {"HUIYIN_DATA": made, "PYTHONPATH": str(ROOT)}
                subprocess.run([sys.executable, "-m", "huiyin", "migrate"], cwd=ROOT, env=env, check=True, capture_output=True, timeout=300)
                (Path(made) / "huiyin.sqlite3").replace(kept)
    return kept
