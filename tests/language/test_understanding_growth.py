"""What understands cases costs what a text's length says, whatever is said again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from huiyin.language.likeness import sketch
from huiyin.language.masking import find_personal
from huiyin.language.numbered import numbered
from huiyin.language.places import Division, Gazetteer
from huiyin.language.ranking import Ranker
from huiyin.language.triage import Case, Triage
from tests.growth import grows_with_its_input, within_megabytes

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
    "numbered": numbered,
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


#: A deployment's own tree of divisions, as somebody may bring it in.
TREES: dict[str, Callable[[int], list[Division]]] = {
    "a country": lambda n: [Division(str(at), f"第{at}{'县' if at < n // 50 else '村'}", str(at % (n // 50)) if at >= n // 50 else "")
                            for at in range(n)],
    "all of one name": lambda n: [Division(str(at), "王庄村", "0" if at else "") for at in range(n)],
    "a tower": lambda n: [Division(str(at), f"第{at}村", str(at - 1)) for at in range(n)],
    "a ring": lambda n: [Division(str(at), f"第{at}村", str((at + 1) % n)) for at in range(n)],
    "one code for all": lambda n: [Division("0", f"第{at}村", "0") for at in range(n)],
}  # fmt: skip


@pytest.mark.parametrize("shape", TREES)
def test_a_tree_of_divisions_of_any_shape_costs_what_its_length_says(shape: str) -> None:
    assert grows_with_its_input(Gazetteer, TREES[shape], 250)
    assert grows_with_its_input(lambda places: places.find("第7县第17村王庄村" * 8), lambda n: Gazetteer(TREES[shape](n)), 250)


@pytest.mark.parametrize("shape", ["a country", "a tower"])
def test_a_large_tree_of_divisions_takes_the_memory_its_length_says(shape: str) -> None:
    assert within_megabytes(64, lambda: len(Gazetteer(TREES[shape](8_000)).divisions)) == 8_000
