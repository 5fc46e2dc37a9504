"""Nearly the same text again is known, and what many speak of comes together, while the stream grows."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.language.likeness import Duplicates, HotTopics, likeness, sketch, words_of

DAY = datetime(2026, 11, 2, 8)
MIXER = "荷塘苑旁边的搅拌站日夜施工，粉尘大噪音大，居民睡不着觉"
BUS = "261路公交车早上要等四十分钟，请增加班次"


def test_a_text_with_a_few_words_changed_is_nearly_the_same() -> None:
    seen: Duplicates[int] = Duplicates()
    seen.add(1, MIXER)
    seen.add(2, BUS)
    like = seen.like("您好！荷塘苑旁边的搅拌站日夜施工，粉尘大、噪音大，居民睡不着觉！！")
    assert [key for key, _share in like] == [1] and 0.6 <= like[0][1] <= 1
    assert seen.like("路灯坏了一个月没有人修，走路看不见") == []


def test_width_capitals_and_signs_make_no_other_text() -> None:
    one, other = sketch("第３组　没有水。ABC"), sketch("第3组没有水 abc！")
    assert one is not None and other is not None and likeness(one, other) == 1.0


def test_only_the_newest_are_remembered_and_what_is_forgotten_is_not_found() -> None:
    seen: Duplicates[int] = Duplicates(most=3)
    for key in range(5):
        seen.add(key, f"{MIXER}{'甲乙丙丁戊'[key] * 9}")
    assert len(seen) == 3 and {key for key, _ in seen.like(MIXER)} <= {2, 3, 4}
    for key in range(5):
        seen.remove(key)
    assert len(seen) == 0 and not seen._bands


def test_too_short_a_text_is_like_nothing() -> None:
    seen: Duplicates[int] = Duplicates()
    seen.add(1, "水")
    assert len(seen) == 0 and seen.like("水") == [] and sketch("，。！") is None


def _stream(hot: HotTopics[str]) -> None:
    ways = ["荷塘苑搅拌站粉尘太大", "投诉荷塘苑附近搅拌站噪音扰民", "荷塘苑小区旁搅拌站日夜施工", "荷塘苑的搅拌站何时搬走"]
    other = [
        "学校食堂饭菜太贵",
        "桥头路灯坏了",
        "261路公交车太少",
        "医保报销慢",
        "鱼塘补助没发",
        "村口垃圾没人清",
        "宽带信号差",
        "电梯坏了三天",
    ]
    for n in range(12):
        hot.add(f"mixer{n}", MIXER[n % 5 :], DAY + timedelta(days=n), f"resident{n}", title=ways[n % 4])
        hot.add(f"other{n}", other[n % 8] * (1 + n // 8), DAY + timedelta(days=n), f"resident{n + 50}", title=other[n % 8])


def test_what_many_speak_of_in_their_own_words_is_one_topic_and_the_hottest() -> None:
    hot: HotTopics[str] = HotTopics()
    _stream(hot)
    first = hot.hottest(1)[0]
    assert {said.key for said in first.messages} >= {f"mixer{n}" for n in range(2, 12)}
    assert all(said.key.startswith("mixer") for said in first.messages)
    assert "搅拌站" in words_of(["荷塘苑搅拌站粉尘", "荷塘苑附近搅拌站噪音"], 2)


def test_who_says_it_ten_times_counts_once_and_who_agrees_counts_less_than_who_speaks() -> None:
    once: HotTopics[int] = HotTopics()
    many: HotTopics[int] = HotTopics()
    for n in range(10):
        once.add(n, MIXER, DAY, "the same", title="荷塘苑搅拌站")
        many.add(n, MIXER, DAY, n, title="荷塘苑搅拌站")
    assert once.hottest(1)[0].heat() == 1.0 and many.hottest(1)[0].heat() == 10.0
    agreed: HotTopics[int] = HotTopics()
    assert 1 < agreed.add(0, MIXER, DAY, 0, agreed=9).heat() < 10


def test_older_words_count_less() -> None:
    hot: HotTopics[int] = HotTopics()
    topic = hot.add(1, MIXER, DAY, 1)
    assert topic.heat(DAY + timedelta(days=30)) == 0.5 * topic.heat(DAY)


@given(st.lists(st.text("水路灯坏a1 ，搅拌站", max_size=30), max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_stream_is_taken_and_every_message_has_one_topic(texts: list[str]) -> None:
    hot: HotTopics[int] = HotTopics()
    for n, text in enumerate(texts):
        hot.add(n, text, DAY, n, title=text[:5])
    assert sorted(said.key for topic in hot.topics.values() for said in topic.messages) == list(range(len(texts)))
