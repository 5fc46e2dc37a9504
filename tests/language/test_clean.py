"""What is kept of words and names, and what is found in them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huiyin.language.clean import TooLong, clean_name, clean_words
from huiyin.language.links import find_links
from huiyin.language.names import find_mentions, pinyin_keys

FAMILY, FLAG, ENGLAND, HEART = "👨‍👩‍👧", "🏳️‍🌈", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "❤️‍🔥"


def test_words_lose_what_deceives_and_keep_what_shows() -> None:
    assert clean_words("  好\u200b的\r\n行 \t\r再见\u2028完\x00\n\n", 20) == "好的\n行\n再见\n完"
    assert clean_words("照片\u202egpj.exe", 20) == "照片gpj.exe"
    for picture in (FAMILY, FLAG, ENGLAND, HEART, "👩🏽\u200d🚀"):
        assert clean_words(f"看{picture}！", 40) == f"看{picture}！"
    assert clean_words("张\u200d三 a\u200d", 9) == "张三 a"
    assert clean_words("a" + "\n" * 50 + "b", 5) == "a\n\n\nb"


def test_words_that_do_not_fit_say_by_how_much() -> None:
    assert clean_words("字" * 10 + "\n", 10) == "字" * 10
    for length in (11, 100_000):
        with pytest.raises(TooLong) as told:
            clean_words("字" * length, 10)
        assert (told.value.limit, told.value.length) == (10, length)


@given(st.text(st.one_of(st.characters(), st.sampled_from("\u200d\u202e\ufe0f😀👩🏽\n \r")), max_size=80))
@example("x\u200d\u200d😀\u200d\u200d😀")
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_words(text, 1000)
    assert clean_words(once, 1000) == once
    assert not set(once) & set("\u202e\u200b\ufeff\0\r")


def test_names_come_in_one_form() -> None:
    assert clean_name(" Ａnn\u3000 \n Lee\u200b ") == "Ann Lee"
    assert clean_name("买买提·阿不都") == "买买提·阿不都"
    with pytest.raises(TooLong):
        clean_name("长" * 41)


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "\u3164", "\u2800\u2800", "\u202e", "\u0301", "\ud800"])
def test_a_name_nobody_can_see_is_none(name: str) -> None:
    with pytest.raises(ValueError):
        clean_name(name)


@given(st.text(max_size=60))
def test_a_clean_name_stays_as_it_is(name: str) -> None:
    try:
        clean = clean_name(name, 200)
    except ValueError:
        return
    assert clean_name(clean, 200) == clean and "\n" not in clean


def test_people_are_found_by_the_sound_of_their_names() -> None:
    assert pinyin_keys("周建国") == "zhoujianguo zjg"
    assert pinyin_keys("Ann Lee") == "annlee al"
    assert pinyin_keys("买买提·阿不都") == "maimaitiabudou mmtabd"
    assert "zengguofan" in pinyin_keys("曾国藩") and "shanxiong" in pinyin_keys("单雄") and "lvbu lb" in pinyin_keys("吕布")
    assert pinyin_keys("") == pinyin_keys("·") == ""


@given(st.text(max_size=60))
def test_any_name_has_keys(name: str) -> None:
    assert isinstance(pinyin_keys(name), str)


NAMES = {"张三": 1, "张三丰": 2, "all": 3, "水产局副局长": 4, "Ann Lee": 5}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@张三你好", [1]), ("＠张三丰，来", [2]), ("请@水产局副局长和@张三看", [4, 1]), ("@All", [3]), ("@allen", []), ("a@all", []),
        ("问@ANN LEE。", [5]), ("@@张三", [1]), ("@王五", []), ("@张三@张三丰", [1, 2]), ("", []),
    ],
)  # fmt: skip
def test_who_is_named_is_found(text: str, found: list[int]) -> None:
    mentions = find_mentions(text, NAMES)
    assert [meant for _, _, meant in mentions] == found
    assert all(text[start] in "@＠" and text[start + 1 : end].lower() in {n.lower() for n in NAMES} for start, end, _ in mentions)


@given(st.text("@＠张三丰al王 ", max_size=60))
def test_mentions_stand_in_order_and_apart(text: str) -> None:
    places = [edge for start, end, _ in find_mentions(text, NAMES) for edge in (start, end)]
    assert places == sorted(places)
    assert find_mentions(text, {}) == []


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("看https://a.cn/b，谢谢", ["https://a.cn/b"]),
        ("(http://x.org/w_(y)?q=1&r=%E5#z).", ["http://x.org/w_(y)?q=1&r=%E5#z"]),
        ("HTTP://LOCALHOST:8000/ 和 https://a.b.cn。", ["HTTP://LOCALHOST:8000/", "https://a.b.cn"]),
        ("[见 http://a.cn/x]！ http://a.cn/a,b.", ["http://a.cn/x", "http://a.cn/a,b"]),
        ("javascript:alert(1) ftp://a.cn xhttp://a.cn http:// https://", []),
        ("https://bank.cn@evil.cn", ["https://bank.cn"]),
        ("https://a.cn/" + "x" * 3000, []),
    ],
)  # fmt: skip
def test_links_end_where_the_sentence_goes_on(text: str, links: list[str]) -> None:
    found = find_links(text)
    assert [link for _, _, link in found] == links
    assert all(text[start:end] == link for start, end, link in found)


@given(st.text("htps:/.()[]a，x1 ", max_size=200))
def test_links_never_overlap(text: str) -> None:
    places = [edge for start, end, _ in find_links("http://a" + text) for edge in (start, end)]
    assert places == sorted(places)
