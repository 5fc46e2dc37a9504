"""Phrases find what stands side by side, and nothing else: for any text, and any piece cut from it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huiyin.language.phrases import Phrase, phrases, streams

LETTERS = "环保局北岸排口第件网箱𠮷䶮ａ12０aBé"
MARKS = " ，。-(（\n№🐟'\"*:&|!<\\"


def holds(text: str, phrase: Phrase) -> bool:
    """What an index does that knows places, in the plainest way."""
    terms = streams(text)[("units", "pairs").index(phrase.stream)]
    for start in range(len(terms) - len(phrase.terms) + 1):
        *first, last = terms[start : start + len(phrase.terms)]
        if first == list(phrase.terms[:-1]) and (last.startswith(phrase.terms[-1]) if phrase.prefix else last == phrase.terms[-1]):
            return True
    return False


def finds(text: str, query: str) -> bool:
    return all(holds(text, phrase) for phrase in phrases(query))


@given(st.text(LETTERS + MARKS, max_size=40), st.data())
def test_whatever_is_cut_from_chinese_finds_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    # Not from the middle of a Latin word or number: these are found from their beginning on.
    while start and text[start - 1] in "ａ120０aBé":
        start -= 1
    piece = text[start : start + data.draw(st.integers(1, 12))]
    assert finds(text, piece)


@given(st.text("环保局北岸", max_size=12), st.text("环保局北岸", min_size=1, max_size=4))
def test_chinese_is_found_where_it_stands_and_nowhere_else(text, query):
    assert finds(text, query) == (query in text)


def test_capitals_width_spaces_and_beginnings():
    text = "环保局：查清北岸第４７１１件 Dam-3 的排口"
    for query in ("4711", "47", "第47", "第4711件", "dam", "DAM-3", "3的", "3 的", "排口 环保", "环保局:查清", "№环保"):
        assert finds(text, query) == (query not in ("3的",)), query
    for query in ("711", "第471件", "am-3", "口排", "局查", "清岸"):
        assert not finds(text, query), query
    assert phrases(" ，。*\"'()-") == [] and phrases("") == []
    assert len(phrases("件 " * 30 + "一 二 三 四 五 六 七 八 九 十")) <= 10
