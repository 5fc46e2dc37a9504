"""What understands cases costs what a text's length says, whatever is said again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.language.likeness import sketch
from huiyin.language.masking import find_personal
from huiyin.language.places import Division, Gazetteer
from huiyin.language.ranking import Ranker
from huiyin.language.triage import Case, Triage
from tests.growth import grows_with_its_input

TOPICS = Triage(["roads", "water"])
TOPICS.train([Case("roads", "村口那条路坑太多了"), Case("water", "三组从昨晚起没有水")])
PLACES = Gazetteer([Division("99", "云岭省"), Division("9900", "岚州市", "99"), Division("990017", "岚湖县", "9900")])
RANKER = Ranker([(1, "三组从昨晚起没有水"), (2, "村口那条路坑太多了")])
READERS: dict[str, Callable[[str], Any]] = {
    "triage": lambda text: TOPICS.propose(text, text),
    "masking": find_personal,
    "places": PLACES.find,
    "ranking": RANKER.rank,
    "adding": lambda text: Ranker([(1, text)]),
    "sketch": sketch,
}
SHAPES = [
    "下", "一", "1", "1.", "1-", "-", " ", "\n", "@", "a@", "a@a.", "号", "号楼", "1号", "市", "省市县", "张", "我叫", "身份证", "1301",
    "川A", "京A1", "12栋3", "http://a.", "\u0301", "\u200d", "\ufe0f", "ﷺ", "村", "村组", "路1号", "a", "13800138000", "1 3 8 ",
]  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
def test_whatever_is_said_again_and_again_costs_what_its_length_says(reader: str) -> None:
    def repeated(shape: str) -> Callable[[int], str]:
        return lambda length: (shape * length)[:length]

    assert [shape for shape in SHAPES if not grows_with_its_input(READERS[reader], repeated(shape), 250)] == []
