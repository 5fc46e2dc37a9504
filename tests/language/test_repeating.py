"""How often, as officials write it."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.language.recurrence import read_rhythm
from huiyin.worktime.hours import Hours
from huiyin.worktime.recurrence import LAST

MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
TEN, THREE, NINE, NOON = time(10), time(15), time(9), time(12)


@pytest.mark.parametrize(
    ("text", "words", "said", "at"),
    [
        ("@周建国 每周一上午10点前把进度报我", "每周一上午10点前", {"unit": "week", "weekdays": [0]}, TEN),
        ("请每月25日前把报表报我", "每月25日前", {"unit": "month", "day": 25}, None),
        ("每月5号、20号各报一次", "每月5号、20号", {"unit": "month", "day": 5, "also": [20]}, None),
        ("每月10、20、30日下午3点前", "每月10、20、30日下午3点前", {"day": 10, "also": [20, 30]}, THREE),
        ("每月二十五号前报", "每月二十五号前", {"unit": "month", "day": 25}, None),
        ("每个工作日下班前报平安", "每个工作日下班前", {"unit": "workday"}, None),
        ("每月最后一个工作日对账", "每月最后一个工作日", {"unit": "month", "nth": -1, "day": None}, None),
        ("每月倒数第二个工作日", "每月倒数第二个工作日", {"unit": "month", "nth": -2}, None),
        ("每月第一个工作日上午9点", "每月第一个工作日上午9点", {"unit": "month", "nth": 1}, NINE),
        ("每月10日后第一个工作日", "每月10日后第一个工作日", {"unit": "month", "nth": 1, "day": 10}, None),
        ("每周一、三、五下午3点前", "每周一、三、五下午3点前", {"weekdays": [0, 2, 4]}, THREE),
        ("每周一和周四上午报", "每周一和周四上午", {"weekdays": [0, 3]}, NOON),
        ("每星期天", "每星期天", {"weekdays": [6], "moved": "stay"}, None),
        ("每隔一周周五报", "每隔一周周五", {"weekdays": [4], "every": 2, "anchor": "2026-11-23"}, None),
        ("每月底前", "每月底前", {"day": LAST}, None),
        ("每季度末前报", "每季度末前", {"every": 3, "month": 3, "day": LAST}, None),
        ("每季度首月10日前", "每季度首月10日前", {"every": 3, "month": 1, "day": 10}, None),
        ("每季度最后一个工作日", "每季度最后一个工作日", {"every": 3, "nth": -1}, None),
        ("每年12月20日前", "每年12月20日前", {"every": 12, "month": 12, "day": 20}, None),
        ("每天早上9点报", "每天早上9点", {"weekdays": [0, 1, 2, 3, 4, 5, 6]}, NINE),
        ("every Monday by 10:00 send the list", "every Monday by 10:00", {"weekdays": [0]}, TEN),
        ("Every Monday and Thursday before noon", "Every Monday and Thursday before noon", {"weekdays": [0, 3]}, NOON),
        ("every month by the 25th", "every month by the 25th", {"day": 25}, None),
        ("by the 25th of every month", "by the 25th of every month", {"day": 25}, None),
        ("every working day by end of work", "every working day by end of work", {"unit": "workday"}, None),
        ("the last working day of each month", "the last working day of each month", {"nth": -1}, None),
        ("every month on the first working day after the 10th", "every month on the first working day after the 10th",
         {"nth": 1, "day": 10}, None),
        ("every other Friday", "every other Friday", {"weekdays": [4], "every": 2}, None),
        ("by the end of every quarter", "by the end of every quarter", {"every": 3, "month": 3, "day": LAST}, None),
    ],
)  # fmt: skip
def test_a_sentence_says_how_often(text, words, said, at):
    found = read_rhythm(text, MONDAY, Hours())
    assert found is not None and found.certainty >= 0.5
    assert (found.words, found.at) == (words, at)
    assert text[found.start : found.end] == words
    assert {name: found.rhythm.to_dict().get(name) for name in said} == said


@pytest.mark.parametrize("text", ["每周报一次进度", "每月报一次", "每季度报一次", "weekly report", "every month"])
def test_what_is_left_open_is_guessed_and_said_to_be(text):
    found = read_rhythm(text, MONDAY, Hours())
    assert found is not None and found.certainty < 0.5


@pytest.mark.parametrize("text", ["明天下班以前报我", "每户都走", "每周年庆", "每人一份", "逾期每天加收", "every household", "25日前", ""])
def test_what_says_nothing_of_it_is_left_alone(text):
    assert read_rhythm(text, MONDAY, Hours()) is None


@given(text=st.text(alphabet="每周月年季度个工作日天一二三四五末底最后第倒数隔0123456789前后上午点，every monthwk 的", max_size=40))
def test_whatever_is_written_is_read_or_left_and_never_fails(text):
    found = read_rhythm(text, MONDAY, Hours())
    assert found is None or text[found.start : found.end] == found.words
