"""The county of story S3, in which somebody leaves."""

from tests.tasks.conftest import lake, monday

__all__ = ["lake", "monday"]
