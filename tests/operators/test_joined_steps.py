"""A new database comes out of the joined steps as it came out of the old ones."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import NoPostgres, new_database, postgres

pytestmark = [pytest.mark.sqlite_only, pytest.mark.long]
ROOT = Path(__file__).resolve().parents[2]
MADE = """
import json, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from tests.old_steps import old_steps
if sys.argv[1] == "old":
    old = old_steps()
    old.migrate(old.loader.graph.leaf_nodes())
else:
    call_command("migrate", verbosity=0)
told = {}
with connection.cursor() as cursor:
    tell = connection.introspection
    for table in tell.table_names(cursor):
        if connection.vendor == "sqlite" and "_words" in table:
            continue  # FTS5's, which Django cannot read
        columns = sorted(repr(column) for column in tell.get_table_description(cursor, table))
        told[table] = [columns, sorted(
            [name, json.dumps(about, sort_keys=True, default=str)] for name, about in tell.get_constraints(cursor, table).items()
        )]
    sqlite = "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql <> '' OR sql LIKE 'CREATE VIRTUAL%'"
    cursor.execute(sqlite if connection.vendor == "sqlite" else "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'")
    told["indexes"] = [[sql for (sql,) in cursor.fetchall()], []]
print(json.dumps(told))
"""
#: Names that Django or the database gave: they tell what a table was called when it was made.
OF_ITSELF = re.compile(r"\b\w+_(?:[0-9a-f]{8}(?:_\w+)?|pkey|id_key|not_null)\b|\bfk_\d+\b|__unnamed_constraint_\d+__")


def made(way: str, data: Path, database: str) -> dict[str, Any]:
    """The tables that the steps make: their columns, constraints and indexes, without what a name of a renamed table left in names."""
    data.mkdir()
    env = {name: value for name, value in os.environ.items() if not name.startswith(("HUIYIN_", "DJANGO_"))}
    env |= {"HUIYIN_DATA": str(data), "HUIYIN_DATABASE": database, "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "huiyin.settings"}
    done = subprocess.run([sys.executable, "-c", MADE, way], cwd=ROOT, env=env, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    told = json.loads(OF_ITSELF.sub("-", done.stdout.splitlines()[-1]))
    return {table: [sorted(columns), sorted(constraints)] for table, (columns, constraints) in told.items()}


def are_the_same(at: Path, database: Callable[[str], str]) -> None:
    old, joined = (made(way, at / way, database(way)) for way in ("old", "joined"))
    assert old.keys() == joined.keys() and len(old) > 140
    for table, told in old.items():
        assert told == joined[table], table


def test_on_sqlite(tmp_path: Path) -> None:
    are_the_same(tmp_path, lambda _way: "")


def test_on_postgresql(tmp_path: Path) -> None:
    try:
        with postgres() as address:
            are_the_same(tmp_path, lambda way: new_database(address, way))
    except NoPostgres as error:
        pytest.skip(str(error))
