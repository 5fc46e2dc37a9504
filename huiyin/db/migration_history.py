"""Which migrations a database or a backup has behind it, as the file of joined ones (`replaces`) tells."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.migrations.loader import MigrationLoader

Step = tuple[str, str]
#: The last version that has every step which is joined now. Whoever comes from before it goes through it (docs/operators/upgrade.md).
THROUGH = "0.1.0 (6e79445, 26 November 2026)"


def known(loader: MigrationLoader) -> set[Step]:
    """Gives every migration this version knows: those with a file, and those that a file stands for."""
    return {*loader.disk_migrations, *(step for one in loader.disk_migrations.values() for step in one.replaces)}


def half_taken(loader: MigrationLoader, applied: Iterable[Step]) -> bool:
    """Whether some but not all were applied of what one file stands for and whose own files are gone: Django would leave the others out.

    Where the files are there still, a database that stands half-way goes on through them.
    """
    there = set(applied)
    gone = (set(one.replaces).difference(loader.disk_migrations) for one in loader.disk_migrations.values())
    return any(0 < len(there & steps) < len(steps) for steps in gone)


def newer(loader: MigrationLoader, applied: Iterable[Step]) -> bool:
    """Whether something was applied to an app of ours that this version does not know: a later version made it."""
    there = known(loader)
    own = {app for app, _name in there}
    return any(step not in there for step in applied if step[0] in own)
