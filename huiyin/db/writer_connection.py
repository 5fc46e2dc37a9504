"""What a connection that does nothing but write asks of its database: for the writer, which keeps what it knows from batch to batch."""

from __future__ import annotations

from huiyin.db.statements import run


def commits_elsewhere() -> int:
    """Gives SQLite's count of what all other connections committed, of whatever process; asked in a transaction: its own is none."""
    return int(run("PRAGMA data_version").fetchone()[0])


def keep_plans() -> None:
    """Has PostgreSQL make one plan for each statement of this connection, whatever its values: for who asks the same dozen all day, by
    their keys. PostgreSQL had planned half of them anew each time (a fifth of its time)."""
    run("SET plan_cache_mode = force_generic_plan")
