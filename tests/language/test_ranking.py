"""What fits best comes first."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.language.folding import fold
from huiyin.language.numbered import numbered, other_things
from huiyin.language.ranking import LOOKED_AT, Ranker, ranking_terms

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


def test_what_numbers_another_bus_or_building_comes_after_what_numbers_the_same_or_none() -> None:
    answers = {
        1: "132路公交车早晚高峰班次已经增加，候车时间缩短。",
        2: "７０７路早晚加了车。",
        3: "公交车早晚高峰班次已经增加，候车时间缩短。",
    }
    found = [hit.key for hit in Ranker(answers.items()).rank("707路公交车早晚高峰班次太少")]
    assert found.index(3) < found.index(1)
    assert numbered(fold("A7县十二栋３组，261路")) == {
        "district": frozenset({"a7"}), "building": frozenset({"12"}), "group": frozenset({"3"}), "road": frozenset({"261"}),
    }  # fmt: skip
    assert other_things(numbered("三组"), numbered("4组")) and not other_things(numbered("十二栋"), numbered("12栋和3组"))


def test_the_same_matter_in_other_words_is_found_by_the_characters_they_share() -> None:
    answers = {1: "那辆货车不再占道，停进了院里。", 2: "这家书店不再占道，收进了店里。", 3: "护栏不再占道，已经移走。"}
    assert [hit.key for hit in Ranker(answers.items()).rank("智慧书屋占道")][0] == 2


NAMED = st.text("一二三12a0路组栋县市区水", max_size=30)


@given(NAMED, NAMED)
def test_no_text_speaks_of_other_things_than_itself_or_with_more_said_and_none_than_another_which_does_not(here: str, more: str) -> None:
    one, both = numbered(fold(here)), numbered(fold(f"{here}，{more}"))
    assert not other_things(one, one) and not other_things(one, both) and all(one.values())
    assert other_things(one, numbered(more)) == other_things(numbered(more), one)


@given(st.lists(st.text("水管路灯坏a1 ，", max_size=12), max_size=8), st.text("水管路灯坏a1 ，", max_size=12), st.integers(1, 8))
@settings(max_examples=80, deadline=None)
def test_fewer_hits_are_the_first_of_more_best_first(texts: list[str], query: str, most: int) -> None:
    hits = Ranker(enumerate(texts)).rank(query, 20)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True) and all(hit.score > 0 for hit in hits)
    assert Ranker(enumerate(texts)).rank(query, most) == hits[:most]


def test_what_is_not_looked_at_twice_stays_behind_what_is() -> None:
    many = Ranker((key, "三组的水管坏了" if key < LOOKED_AT else "水管在别处坏了，请尽快派人来看一看") for key in range(LOOKED_AT * 2))
    assert {hit.key for hit in many.rank("四组的水管坏了", LOOKED_AT)} == set(range(LOOKED_AT))
    assert len(many.rank("四组的水管坏了", LOOKED_AT * 3)) == LOOKED_AT * 2


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
    assert twice.rank(query) == [] and len(twice) == 0 and not twice._index._postings


def test_nothing_asked_finds_nothing() -> None:
    assert Ranker(LETTERS.items()).rank("") == [] == Ranker().rank("水") and ranking_terms("？！") == []
