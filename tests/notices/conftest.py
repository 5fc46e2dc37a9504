"""Notices answer what happens to tasks: the county of story S3 is theirs too."""

from tests.live.conftest import phone, running  # noqa: F401
from tests.tasks.conftest import lake, monday  # noqa: F401
