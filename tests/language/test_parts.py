"""One sentence for several people, each with a day of their own, is cut into what it asks of each."""

from __future__ import annotations

import re
from datetime import datetime

import pytest

from huiyin.language.deadlines import read_deadlines
from huiyin.language.parts import parts_of
from huiyin.worktime.hours import Hours
from tests.growth import grows_with_its_input

HOURS = Hours()
MONDAY = datetime(2026, 11, 23, 10, tzinfo=HOURS.tz)


def _parts(text: str) -> list[str]:
    named = [found.span() for found in re.finditer("@[甲乙丙]", text)]
    times = [(reading.start, reading.end) for reading in read_deadlines(text, MONDAY, HOURS)]
    return parts_of(text, named, times)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("@甲 周三前报方案，@乙 周五前报预算", ["@甲 周三前报方案", "@乙 周五前报预算"]),
        ("@甲周三前报方案；请@乙周五前报预算。", ["@甲周三前报方案", "请@乙周五前报预算。"]),
        ("周三前@甲报方案，周五前@乙报预算", ["周三前@甲报方案", "周五前@乙报预算"]),
        ("周三前@甲报方案周五前@乙报预算", ["周三前@甲报方案", "周五前@乙报预算"]),
        ("@甲 周三前报方案 @乙 周五前报预算", ["@甲 周三前报方案", "@乙 周五前报预算"]),
        ("@甲 @乙 周三前报方案，@丙 周五前报预算", ["@甲 @乙 周三前报方案", "@丙 周五前报预算"]),
        ("@甲 周三前报方案，@乙 配合，@丙 周五前报预算", ["@甲 周三前报方案，@乙 配合", "@丙 周五前报预算"]),
        ("清拆的事：\n@甲 周三前报方案\n@乙 尽快报预算", ["清拆的事：\n@甲 周三前报方案", "清拆的事：\n@乙 尽快报预算"]),
        ("@甲 周三前报方案，要写细，@乙 周五前报预算，别漏项", ["@甲 周三前报方案，要写细", "@乙 周五前报预算，别漏项"]),
    ],
)
def test_each_has_their_words_and_their_day(text: str, parts: list[str]) -> None:
    assert _parts(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "@甲 周三前报方案，周五前报预算",
        "@甲 @乙 周三前报方案，周五前报预算",
        "@甲 报方案，@乙 报预算，周五前都要交",
        "周五前，@甲 报方案，@乙 报预算",
        "@甲 周三前把方案报 @乙，周五前开会",
        "@甲 周三前和 @乙 碰一下，周五前交方案",
        "@甲 周三前报方案，@乙 配合",
    ],
)
def test_what_is_one_matter_stays_whole(text: str) -> None:
    assert _parts(text) == []


def test_cutting_grows_with_the_text() -> None:
    def cut(text: str) -> None:
        named = [found.span() for found in re.finditer("@甲", text)]
        parts_of(text, named, [found.span() for found in re.finditer("周三前", text)])

    assert grows_with_its_input(cut, lambda n: "@甲周三前报，" * n, 100)
    assert grows_with_its_input(cut, lambda n: "@甲周三前" * n, 100)
