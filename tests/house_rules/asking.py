"""Who may ask the database, and in which words."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .tree import inside, names_in, read

#: Ask the database in their own words, each for what a bench shows it buys (docs/developers/performance.md). All others go through the ORM
#: and through db/, where every question stands that is asked differently of SQLite and PostgreSQL.
MAY_SPEAK_SQL = {
    "huiyin/groups/actions/posting_sql.py",
    "huiyin/groups/queries/members.py",
    "huiyin/groups/message_search/backend.py",
    "huiyin/groups/message_search/index.py",
    "huiyin/journal/clocks.py",
    "huiyin/people/queries/naming.py",
    "huiyin/tasks/queries/escalation.py",
}
_SQL = re.compile(
    r"\s*\(?(?:SELECT|INSERT INTO|DELETE FROM|UPDATE \S+ (?:\S+ )?SET|WITH (?:RECURSIVE )?\w+[ (]|PRAGMA|EXPLAIN|"
    r"VACUUM|BEGIN|COMMIT\b|ROLLBACK|(?:CREATE|DROP|ALTER) [A-Z]|SET [A-Z_]+\b)"
)
_SQL_DOORS = {"cursor", "raw", "extra", "RawSQL", "run", "ask", "ask_rows", "run_for_each", "rows_anew", "own_way"}
#: Says what may be set, and opens nothing.
NAMES_DATABASES = "huiyin/environment/table.py"
_WHICH = {"vendor", "features", "is_postgresql"}
_DRIVERS = ("sqlite3", "psycopg", "django.db.backends")
_OF_ALL = {"connection", "connections", "objects", "_base_manager", "_default_manager"}


def sql_in_few_places(paths: list[Path]) -> Iterator[str]:
    """Names whoever asks which database this is, or speaks SQL, outside db/ and the few modules that may."""
    for path in paths:
        name = inside(path)
        if path.suffix == ".py" and name.startswith("huiyin/") and not name.startswith("huiyin/db/") and "/migrations/" not in name:
            for node in ast.walk(read(path)):
                if name != NAMES_DATABASES and (which := _asks_which(node)):
                    yield f"{name}:{node.lineno}: which database this is, is asked in huiyin/db/: {which}"  # type: ignore[attr-defined]
                elif name not in MAY_SPEAK_SQL and (spoken := _speaks_sql(node)):
                    yield f"{name}:{node.lineno}: SQL outside huiyin/db/: {spoken}"  # type: ignore[attr-defined]


def _asks_which(node: ast.AST) -> str:
    if isinstance(node, ast.Import | ast.ImportFrom):
        named = [node.module or ""] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names]
        named += [one.name for one in node.names if one.name in _WHICH]
        return next((one for one in named if one in _WHICH or one.startswith(_DRIVERS)), "")
    if isinstance(node, ast.Attribute) and node.attr in _WHICH:
        return node.attr if {"connection", "connections", "database", "db"} & set(names_in(node.value)) else ""
    return node.value if isinstance(node, ast.Constant) and node.value in ("sqlite", "postgresql") else ""


def _speaks_sql(node: ast.AST) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value):
        return node.value[:40]
    if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("huiyin.db", "django.db")):
        return ", ".join(sorted({one.name for one in node.names} & _SQL_DOORS))
    if isinstance(node, ast.Attribute) and node.attr in _SQL_DOORS and set(names_in(node.value)) & _OF_ALL:
        return f".{node.attr}"
    return ""
