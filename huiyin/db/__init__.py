"""Everything that asks which database this is: bulk statements, compiled queries, lookups, SQLite's log."""
