"""Words before they are set: bounded, without controls, able to break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.printing.words import BREAK, ELLIPSIS, LONG_RUN, cut, for_paper, from_right, on_one_line

pytestmark = pytest.mark.no_database


def test_a_long_text_ends_with_an_ellipsis_and_no_letter_loses_its_mark():
    assert cut("鱼" * 10, 10) == "鱼" * 10
    assert cut("鱼" * 11, 10) == "鱼" * 9 + ELLIPSIS
    assert cut("abe\u0301f", 4) == "ab" + ELLIPSIS


def test_a_run_no_line_holds_may_break_anywhere_and_shorter_ones_nowhere():
    assert BREAK not in for_paper("twenty-one lorries 二十一车鱼都卖完了再也没有了谢谢大家", 100)
    assert for_paper("x" * (LONG_RUN + 1), 100).split(BREAK) == ["x"] * (LONG_RUN + 1)


def test_what_steers_a_terminal_or_turns_direction_is_left_out():
    assert for_paper("a\x00\x1b[31mb\u202ec\ufeff\ud800", 100) == "a[31mbc"
    assert for_paper("one\r\ntwo\n\n\n\nthree", 100) == "one\ntwo\n\nthree"
    assert on_one_line(" one\n\ntwo\tthree ", 100) == "one two three"


def test_the_first_letter_with_a_direction_says_where_a_text_begins():
    assert from_right("200 مرحبا abc")
    assert not from_right("鱼 مرحبا")
    assert not from_right("200")


@given(st.text(), st.integers(min_value=1, max_value=60))
def test_no_text_grows_beyond_its_bound(text: str, limit: int):
    for_one = for_paper(text, limit).replace(BREAK, "")
    assert len(for_one) <= limit
    assert for_paper(for_one, limit).replace(BREAK, "") == for_one
