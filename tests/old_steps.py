"""Going back to before a step that was joined with others: through the old files, which a half-way database goes through as well."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def old_steps() -> MigrationExecutor:
    """Gives what migrates, and tells what the tables were, by the old steps alone: as if they had never been joined."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    loader.replace_migrations = False
    loader.build_graph()
    for step, joined in loader.replacements.items():
        if loader.disk_migrations.keys() & joined.replaces:
            loader.graph.remove_replacement_node(step, joined.replaces)
    return executor
