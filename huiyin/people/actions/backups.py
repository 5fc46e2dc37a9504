"""That a backup was made is recorded: whoever looks after the house asks when the last good one was, and a copy of all left it."""

from __future__ import annotations

from huiyin.people.book import organisation


def backup_was_made(size: int, sealed: bool, missing: int) -> None:
    """Records a backup that lies whole on the disk. Takes its bytes, whether it is encrypted, how many files it lacks that rows name."""
    with organisation() as book:
        book.note("backup.made", None, {"bytes": size, "encrypted": sealed, "missing": missing})
