"""What tests of the figures share with those of cases and of printing."""

from tests.cases.conftest import program, programs
from tests.printing.conftest import chinese_font

__all__ = ["chinese_font", "program", "programs"]
