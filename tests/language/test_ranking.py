"""What fits best comes first."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.language.ranking import Ranker, ranking_terms

LETTERS = {
    1: "三组从昨晚起没有水，水管在桥头爆裂，请尽快修理。",
    2: "桥头的路灯坏了一个月，晚上走路看不见。",
    3: "261路公交车早上等四十分钟，请增加班次。",
    4: "物业不修电梯，老人上下楼很不方便。" * 10 + "桥头的水管也坏了。",
}


def test_what_holds_the_words_comes_first_and_the_short_before_the_long() -> None:
    ranker = Ranker(LETTERS.items())
    assert [hit.key for hit in ranker.rank("桥头水管爆裂")][:2] == [1, 4]
    assert [hit.key for hit in ranker.rank("水管坏")][0] in (1, 4)
    assert ranker.rank("桥头路灯坏了")[0].key == 2


def test_a_number_finds_its_bus_in_any_width() -> None:
    assert [hit.key for hit in Ranker(LETTERS.items()).rank("２６１路")] == [3]


def test_a_whole_letter_finds_its_like() -> None:
    assert Ranker(LETTERS.items()).rank("我们这里早上坐261路公交车要等很久很久，能不能增加一点班次，谢谢领导")[0].key == 3


def test_what_was_taken_away_is_found_no_more_and_what_was_changed_by_its_new_words() -> None:
    ranker = Ranker(LETTERS.items())
    ranker.remove(3)
    ranker.add(2, "学校食堂的饭菜太贵")
    assert ranker.rank("261路公交车") == [] and ranker.rank("路灯") == []
    assert [hit.key for hit in ranker.rank("食堂")] == [2] and len(ranker) == 3


@given(st.lists(st.text("水管路灯坏a1 ，", max_size=12), max_size=8), st.text("水管路灯坏a1 ，", max_size=12))
@settings(max_examples=80, deadline=None)
def test_added_and_taken_away_leaves_no_trace(texts: list[str], query: str) -> None:
    once, twice = Ranker(enumerate(texts)), Ranker(enumerate(texts))
    for key in range(len(texts)):
        twice.add(key, "别的话")
    for key, text in enumerate(texts):
        twice.add(key, text)
    assert twice.rank(query) == once.rank(query)
    for key in range(len(texts)):
        twice.remove(key)
    assert twice.rank(query) == [] and len(twice) == 0 and not twice._postings


def test_nothing_asked_finds_nothing() -> None:
    assert Ranker(LETTERS.items()).rank("") == [] == Ranker().rank("水") and ranking_terms("？！") == []
