"""Posters and letters need a Chinese font; where the machine has none, those tests are left out (./dev says how to have them)."""

from __future__ import annotations

import pytest

from huiyin.printing.fonts import has_chinese_font


@pytest.fixture
def chinese_font() -> None:
    """For tests that print."""
    if not has_chinese_font():
        pytest.skip("no Chinese font on this machine")
