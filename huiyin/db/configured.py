"""Which database there is, as Django is told: read by the settings, before anything of Django's is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote


def configured(at: SplitResult | None, data: Path) -> dict[str, Any]:
    """Gives the entry of DATABASES. Takes PostgreSQL's address; without one it is SQLite in the directory of data."""
    return _postgresql(at) if at else _sqlite(data)


def _postgresql(at: SplitResult) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(at.path.lstrip("/")),
        "USER": unquote(at.username or ""),
        "PASSWORD": unquote(at.password or ""),
        "HOST": unquote(at.hostname or ""),
        "PORT": str(at.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Parameters go beside the statement, so that PostgreSQL plans one it has seen often only once for each connection.
        # (A pooler between must keep prepared statements: PgBouncer does from 1.21 on.)
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 3},
    }


def _sqlite(data: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "huiyin.sqlite3",
        # Connections are kept: closing the last one makes SQLite write its whole log back, five fdatasync a post (measured).
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            # A transaction that will write takes its lock at the start: no deadlock between two that began as readers.
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; "
                "PRAGMA mmap_size=268435456; PRAGMA wal_autocheckpoint=16000; PRAGMA foreign_keys=ON"
            ),
        },
    }
