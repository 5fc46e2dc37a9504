"""Hints for plain words: what a reader stumbles over is named, what is plain is left alone, and any text is looked through quickly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.language.plain import blanks, hints
from tests.growth import stays_within

pytestmark = pytest.mark.no_database


def kinds(text: str) -> list[str]:
    return [one.kind for one in hints(text)]


def test_a_plain_answer_gets_no_hint():
    assert hints("水管昨天下午换好了，现在有水。再漏请打电话 0793-1234567，我们当天来看。") == []
    assert hints("The pipe was mended on 3 May. It is 3.5 metres long. Call us if it leaks again.") == []


def test_a_long_sentence_and_a_long_paragraph_are_pointed_at_by_how_they_begin():
    (long,) = [one for one in hints("好。" + "水管漏水" * 16 + "。") if one.kind == "long"]
    assert long.said.startswith("水管漏水") and long.length == 64 and long.at == 2
    assert "long" in kinds(" ".join(["word"] * 31) + ".")
    assert "long" not in kinds("Short one. " * 31)
    assert "paragraph" in kinds("水管漏水了。" * 60)


def test_officialese_is_said_once_with_the_plain_word_and_an_abbreviation_wants_to_be_written_out():
    found = [(one.said, one.better) for one in hints("您的来信收悉，届时进行维修，届时再告。")]
    assert found == [("收悉", "收到了"), ("届时", "到时候"), ("进行维修", "修")]
    assert kinds("由PPP项目公司修。") == ["abbreviation"] and kinds("用ATM（自动取款机）取。") == []


def test_blanks_are_found_in_both_languages_and_come_first():
    text = "我们于【填：日期】派人，电话____。Call [fill: number]."
    assert blanks(text) == ["日期", "____", "number"]
    assert kinds("届时【填：日期】") == ["blank", "officialese"]
    assert blanks("【重要】请看 [1] 与 snake_case") == []


@given(st.text(max_size=3000))
def test_no_text_breaks_it(text: str):
    assert len(hints(text)) <= 12
    blanks(text)


@pytest.mark.parametrize("piece", ["【填", "[fill:", "_", "水", "A", "a ", "（", "。", "进行"])
def test_it_looks_through_the_worst_in_no_time(piece: str):
    assert stays_within(500, lambda: hints(piece * 100_000))
