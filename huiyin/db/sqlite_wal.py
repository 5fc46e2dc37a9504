"""SQLite's log (WAL): what need not wait for the disk, and writing back what it holds beside those who post."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from huiyin.db import locks
from huiyin.db.statements import database, run

WORTH_PAGES = 8000  # 32 MB: seldom, because the second time waits for the disk with the pen in hand

@contextmanager
def may_be_lost() -> Iterator[None]:
    """Around a transaction of SQLite's that a cut of the power may take back: it does not wait for the disk, and nobody waits for it.

    Only for what is made anew by itself. Nothing else is in danger: the log is one line, so whoever commits next takes this along to
    the disk, and what was lost of its end was lost whole.
    """
    db = database()
    if db.vendor != "sqlite" or db.in_atomic_block:
        yield
        return
    run("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        run("PRAGMA synchronous=FULL")


def write_back() -> None:
    """Copies SQLite's log into the database, so that whoever posts finds it short and need not do that in a commit of their own.

    Twice: what has gathered, without holding anybody up; then the little that was said meanwhile, with the pen in hand, after which
    the log begins anew at its start instead of growing.
    """
    if database().vendor != "sqlite":
        return
    _busy, pages, _copied = run("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    if pages < WORTH_PAGES:
        return
    for give_way in locks.yield_hooks:
        give_way()
    with locks.write_lock():
        run("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
