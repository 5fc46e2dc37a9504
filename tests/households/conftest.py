"""The county of the cases, and programs."""

from tests.cases.conftest import county, program

__all__ = ["county", "program"]
