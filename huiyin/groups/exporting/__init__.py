"""A group's conversation as files: pages with pictures to be read anywhere, or data for other programs. docs/operators/export.md."""
