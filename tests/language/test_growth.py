"""Sentences and texts of any shape cost what their length says: nobody holds the others up with one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from huiyin.language.clean import clean_name, clean_words
from huiyin.language.deadlines import read_deadlines
from huiyin.language.folding import fold
from huiyin.language.links import find_links
from huiyin.language.names import find_mentions
from huiyin.language.numbers import price_in, quantities_in, weights_in
from huiyin.language.phrases import streams
from huiyin.language.recurrence import read_rhythm
from huiyin.language.segment import index_terms
from huiyin.language.tables import TooLarge, read_table
from huiyin.media.links import read_page
from huiyin.worktime.hours import Hours
from tests.growth import grows_with_its_input, within_megabytes

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
HOURS = Hours()
NUMBERS: dict[str, Callable[[str], Any]] = {
    "quantities": quantities_in,
    "weights": weights_in,
    "price": price_in,
}
READERS: dict[str, Callable[[str], Any]] = {
    "deadlines": lambda text: read_deadlines(text, MONDAY, HOURS),
    "rhythm": lambda text: read_rhythm(text, MONDAY, HOURS),
    "mentions": lambda text: find_mentions(text, {"王" * n: n for n in range(1, 40)}),
    "links": find_links,
    "words": lambda text: clean_words(text, 1_000_000),
    "name": lambda text: clean_name("王" + text, 1_000_000),
    "fold": fold,
    "terms": index_terms,
    "streams": streams,
    **NUMBERS,
}
SHAPES = [
    "下", "上", "每", "月", "一", "1", "12:", "1.", "1/", "1-", "-", "~", " ", "\n", "前", "三个", "第", "廿", "每月1日、",
    "5日、", "下周", "最后", "@", "@王", "＠王王", "http://", "http://a.", "https://a.cn/((", "\u0301", "e\u0301", "\u200d", "👨\u200d",
    "\u1161", "\ufe0f", "ﷺ", "end of ", "every other monday, ", "no later than ",
]  # fmt: skip
FIGURES = [
    "十", "万", "万亿", "一百", "一 百 ", "几", "1,000",
    "1.0", "3分之", "1/2", "三五", "两", "半", "零", "1斤", "1斤到", "块", "5块",
    "一斤五块", "约", "不到", "-1", "1~", "1元", "(含)", "多", "百", "成", "个亿", "1e9",
]  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
def test_whatever_is_said_again_and_again_costs_what_its_length_says(reader: str) -> None:
    def repeated(shape: str) -> Callable[[int], str]:
        return lambda length: (shape * length)[:length]

    shapes = SHAPES + (FIGURES if reader in NUMBERS else [])
    assert [shape for shape in shapes if not grows_with_its_input(READERS[reader], repeated(shape), 250)] == []


@pytest.mark.parametrize("shape", [b",", b"ab,", b";", b"ab\t"])
def test_a_line_of_nothing_but_columns_is_refused_before_it_takes_memory(shape: bytes) -> None:
    data = shape * (10_000_000 // len(shape))

    def refusal() -> str:
        try:
            read_table(data, "staff.csv")
        except TooLarge as error:
            return error.code
        return ""

    assert within_megabytes(100, refusal) == "too_many_columns"


@pytest.mark.parametrize("shape", ["<a ", "<", "<!--", '<a b="', "<meta ", "<script>", "<script></", "&#", "<!["])
def test_a_page_of_broken_tags_costs_what_its_length_says(shape: str) -> None:
    assert grows_with_its_input(read_page, lambda size: "<html><head>" + shape * (size // len(shape)), 32_000)


def test_a_page_with_a_long_script_before_its_title_still_has_one() -> None:
    page = "<html><head><script>" + "var a=1;" * 20_000 + '</script><meta property="og:title" content="水库开闸"></head>'
    assert read_page(page)["title"] == "水库开闸"
