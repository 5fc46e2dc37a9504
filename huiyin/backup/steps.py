"""Which migrations a database or a backup has behind it, as the file of joined ones (`replaces`) tells."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.migrations.loader import MigrationLoader

Step = tuple[str, str]


def known(loader: MigrationLoader) -> set[Step]:
    """Gives every migration this version knows: those with a file, and those that a file stands for."""
    return {*loader.disk_migrations, *(step for one in loader.disk_migrations.values() for step in one.replaces)}


def half_taken(loader: MigrationLoader, applied: Iterable[Step]) -> bool:
    """Whether some but not all were applied of what one file stands for: the others are gone, and Django would leave them out."""
    there = set(applied)
    return any(0 < len(there.intersection(one.replaces)) < len(one.replaces) for one in loader.disk_migrations.values())
