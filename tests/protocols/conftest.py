"""The county of story S3, for other programs to read."""

from tests.tasks.conftest import lake, monday  # noqa: F401
