"""Limits are counted by names in which somebody outside may have typed anything."""

from __future__ import annotations

import pytest

from huiyin.core.errors import TooOften
from huiyin.core.throttle import throttle

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize("typed", ["水位", "a b", "\x1b[31m", "\ud800", "\ue863\u202e", "x" * 10_000])
def test_a_name_of_any_characters_and_length_is_counted_by_itself(typed: str) -> None:
    with pytest.raises(TooOften):
        for _ in range(3):
            throttle(f"find:{typed}", 2)
            throttle(f"find:{typed}!", 9)
