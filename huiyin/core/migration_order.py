"""Django looks at the migrations of an app in the order of their names."""

from __future__ import annotations

from django.db.migrations.loader import MigrationLoader


def in_order() -> None:
    """Has Django's loader go through them so, which lets a joined migration stand for one that stands for others itself.

    Django before 6.0 takes the migrations of an app as they come out of a set, and fails where it meets the greater one first: it looks in
    vain for the lesser, which it has taken out already.
    """
    load_disk = MigrationLoader.load_disk

    def in_order_of_names(loader: MigrationLoader) -> None:
        load_disk(loader)
        place = {app: number for number, app in enumerate(dict.fromkeys(app for app, _name in loader.disk_migrations))}
        loader.disk_migrations = dict(sorted(loader.disk_migrations.items(), key=lambda one: (place[one[0][0]], one[0][1])))

    setattr(MigrationLoader, "load_disk", in_order_of_names)  # noqa: B010 - a method of theirs
