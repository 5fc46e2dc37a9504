"""Without the invented county no story is played, and it says so."""

from __future__ import annotations

from types import ModuleType

import pytest

from huiyin.core.errors import WrongState
from huiyin.demo import catfish, desk, night


@pytest.mark.parametrize("story", [night, catfish, desk], ids=lambda story: story.__name__.rpartition(".")[2])
def test_without_the_county_it_says_so(story: ModuleType):
    with pytest.raises(WrongState):
        story.play(0, lambda what: None)
