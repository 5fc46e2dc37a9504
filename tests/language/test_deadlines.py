"""What officials write is read as they mean it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.language.chinese_numbers import read_number
from huiyin.language.deadlines import Reading, read_deadlines, read_spans
from huiyin.worktime.hours import Hours
from tests.growth import stays_within

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, tzinfo=ZONE)
HOURS = Hours()


def _read(text: str, now: datetime = MONDAY) -> list[Reading]:
    return read_deadlines(text, now, HOURS)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("明天下班以前", "2026-11-24 17:30"),
        ("本周五下午3点前", "2026-11-27 15:00"),
        ("三个工作日内", "2026-11-26 17:30"),
        ("12月6日晚", "2026-12-06 23:59"),
        ("月底前", "2026-11-30 17:30"),
        ("下周一上午", "2026-11-30 12:00"),
        ("两小时内", "2026-11-23 12:00"),
        ("春节前", "2027-02-04 17:30"),
        ("国庆节后第一个工作日", "2027-10-04 17:30"),
        ("半个月内", "2026-12-08 17:30"),
        ("1月3至2月10", "2027-02-10 17:30"),
        ("12月3至10", "2026-12-10 17:30"),
        ("大年初一前", "2027-02-04 17:30"),
        ("明年前两个季度内", "2027-06-30 17:30"),
        ("明年前两个季度", "2027-06-30 17:30"),
        ("明年后两个季度", "2027-12-31 17:30"),
        ("17分钟后", "2026-11-23 10:17"),
        ("第三天上午", "2026-11-25 12:00"),
        ("半月内", "2026-12-08 17:30"),
        ("半月后", "2026-12-08 17:30"),
        ("半月以后", "2026-12-08 17:30"),
        ("晚饭前", "2026-11-23 18:00"),
        ("明天晚饭以前", "2026-11-24 18:00"),
        ("11月底", "2026-11-30 17:30"),
        ("周末前", "2026-11-27 17:30"),
        ("12月15日前", "2026-12-15 17:30"),
        ("从11月25日到12月3日", "2026-12-03 17:30"),
        ("3月1日至5日", "2027-03-05 17:30"),
        ("本月最后一个工作日", "2026-11-30 17:30"),
        ("三个季度内", "2027-08-23 17:30"),
        ("第三季度前", "2027-09-30 17:30"),
        ("双十一前", "2027-11-10 17:30"),
        ("近3月底", "2027-03-31 17:30"),
        ("三五天内", "2026-11-28 17:30"),
        ("两三个月内", "2027-02-23 17:30"),
        ("12月5、6日", "2026-12-06 17:30"),
        ("今夜", "2026-11-23 23:59"),
        ("岁末", "2026-12-31 17:30"),
        ("冬至前", "2026-12-21 17:30"),
        ("谷雨前", "2027-04-19 17:30"),
        ("大雪节气前", "2026-12-04 17:30"),
        ("五四青年节", "2027-05-04 17:30"),
        ("by end of work tomorrow", "2026-11-24 17:30"),
        ("within three working days", "2026-11-26 17:30"),
        ("by Friday 3pm", "2026-11-27 15:00"),
        ("in two hours", "2026-11-23 12:00"),
        ("before Spring Festival", "2027-02-04 17:30"),
    ],
)
def test_a_sentence_names_one_deadline(text: str, moment: str) -> None:
    [reading] = _read(f"请{text}。" if not text.isascii() else text)
    assert reading.moment == datetime.fromisoformat(moment).replace(tzinfo=ZONE)
    assert reading.words == text


def test_working_days_step_over_the_national_holiday() -> None:
    [reading] = _read("三个工作日内", datetime(2026, 9, 28, 10, tzinfo=ZONE))
    assert reading.moment == datetime(2026, 10, 8, 17, 30, tzinfo=ZONE)
    assert (reading.reckoning, reading.provisional) == ("working", False)


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [
        ("前两个季度", (1, 1), (7, 1)), ("前三季度", (1, 1), (10, 1)), ("后两个季度", (7, 1), (1, 1)), ("后一个季度", (10, 1), (1, 1)),
        ("前两个季度内", (1, 1), (7, 1)),
    ],
)  # fmt: skip
def test_the_first_and_the_last_quarters_are_those_of_a_year(text: str, begin: tuple[int, int], end: tuple[int, int]) -> None:
    [span] = read_spans(text, MONDAY.replace(tzinfo=None))
    assert span.begin is not None and span.end is not None
    assert ((span.begin.month, span.begin.day), (span.end.month, span.end.day)) == (begin, end)


@pytest.mark.parametrize("text", ["前两个季度的报表周五前交", "后两个季度的计划周五前交", "最近两个季度的报表周五前交"])
def test_quarters_that_a_report_is_about_are_not_its_deadline(text: str) -> None:
    assert [r.words for r in _read(text) if r.certainty >= 0.5] == ["周五前"]


@pytest.mark.parametrize("text", ["17分钟后到会议室", "现在3点17分钟后集合", "两个半月前的报告", "12月3至10人", "1月3日至2月10日"])
def test_what_is_marked_ends_after_it_began(text: str) -> None:
    for span in read_spans(text, MONDAY.replace(tzinfo=None)):
        assert span.begin is None or span.end is None or span.begin <= span.end
        assert 0 <= span.start < span.stop <= len(text)


def test_a_bare_number_after_a_day_is_a_day_only_where_nothing_is_counted() -> None:
    assert [r.words for r in _read("12月3至10人到场")] == ["12月3"]


def test_a_day_beyond_the_table_is_marked_provisional() -> None:
    [reading] = _read("春节前")
    assert reading.provisional


@pytest.mark.parametrize("text", ["尽快报来", "as soon as possible"])
def test_as_soon_as_possible_asks_for_a_moment(text: str) -> None:
    [reading] = _read(text)
    assert reading.moment is None
    assert reading.certainty == 0


def test_two_deadlines_in_a_sentence_are_both_offered() -> None:
    first, second = _read("明天上午报初稿，下周五前交定稿")
    assert (first.words, second.words) == ("明天上午", "下周五前")


def test_days_that_follow_each_other_are_one_stretch_and_others_a_choice() -> None:
    assert [r.words for r in _read("12月5日、8日各报一次")] == ["12月5日", "8日"]
    assert [r.words for r in _read("12月5日、6日开会")] == ["12月5日、6日"]


def test_about_so_many_days_is_asked_about() -> None:
    [reading] = _read("两三天内办好")
    assert reading.certainty <= 0.5


@pytest.mark.parametrize(
    "text",
    ["从明天开始清理", "昨夜大雪封山", "白露同志负责", "青年终身学习", "请刘立春同志来", "3月至今没有回音", "数据前移"],
)
def test_what_only_begins_or_is_weather_or_has_been_asks_for_nothing(text: str) -> None:
    assert all(reading.certainty < 0.5 for reading in _read(text))


@pytest.mark.parametrize("text", ["大家辛苦了", "他昨天三天前来过三次", "一点也不好", "第三年级", "1月亮", "请看第2页"])
def test_what_names_no_time_ahead_is_not_offered_as_sure(text: str) -> None:
    assert all(reading.certainty < 0.5 for reading in _read(text))


@given(st.integers(1, 60), st.sampled_from(["个工作日内", "天内", "小时内", "分钟内", "周内", "个月内"]))
@settings(max_examples=80, deadline=None)
def test_three_writings_of_a_number_are_read_alike(number: int, after: str) -> None:
    wide = str(number).translate({ord(str(n)): 0xFF10 + n for n in range(10)})
    readings = [_read(text + after) for text in (str(number), wide, _chinese(number))]
    moments = [[reading.moment for reading in one] for one in readings]
    assert moments[0] == moments[1] == moments[2]
    assert len(moments[0]) == 1


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    return (("" if tens == 1 else digits[tens]) + "十" if tens else "") + (digits[ones] if ones else "")


@given(st.integers(1, 99))
def test_chinese_figures_are_numbers(number: int) -> None:
    assert read_number(_chinese(number)) == number


@given(
    st.integers(1, 500),
    st.sampled_from(["工作日", "天", "小时", "分钟", "周"]),
    st.datetimes(datetime(2007, 1, 1), datetime(2033, 1, 1), timezones=st.just(UTC)),
)
@settings(max_examples=80, deadline=None)
def test_what_is_counted_from_now_is_never_before_now(number: int, unit: str, now: datetime) -> None:
    [reading] = _read(f"{number}{'个' if unit == '工作日' else ''}{unit}内", now)
    assert reading.moment is not None
    assert reading.moment >= now


_WORDS = st.sampled_from(
    [
        "明天",
        "下",
        "周",
        "上",
        "一",
        "五",
        "日",
        "前",
        "后",
        "内",
        "以前",
        "年",
        "月",
        "底",
        "初",
        "3",
        "12",
        "2026",
        "点",
        ":",
        "半",
        "到",
        "至",
        "~",
        "-",
        "/",
        ".",
        "春节",
        "国庆",
        "第",
        "个",
        "工作日",
        "小时",
        "农历",
        "闰",
        "廿",
        "下午",
        "晚",
        "下班",
        "从",
        "过",
        "每",
        "by",
        "next",
        "Friday",
        "end",
        "of",
        "month",
        "5pm",
        "days",
        "within",
        "百",
        "万",
        "（",
        "，",
        "１２",
    ]
)
_ANY = st.one_of(st.text(max_size=300), st.lists(_WORDS, max_size=40).map("".join), st.lists(_WORDS, max_size=40).map(" ".join))


@given(_ANY, st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)))
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_quickly_and_marked_where_it_stands(text: str, now: datetime) -> None:
    assert stays_within(50, lambda: _read(text, now))
    for reading in _read(text, now):
        assert 0 <= reading.start < reading.end <= len(text)
        assert text[reading.start : reading.end] == reading.words
        assert 0 <= reading.certainty <= 1
        assert reading.moment is None or reading.moment.tzinfo is not None


@pytest.mark.parametrize("piece", ["一", "9", "月", "1月", " ", "前", "大年", "- ", "2026-", "三点", "a", "个"])
def test_a_long_run_of_one_piece_does_not_hang(piece: str) -> None:
    assert stays_within(50, lambda: _read(piece * 3000))


@pytest.mark.parametrize("text", ["2026 工作日 within", "3~到明天", "第900个工作日", "12 至 12 至 12 点", "闰十三月三十一日", "0月0日前"])
def test_what_cannot_be_is_left_alone(text: str) -> None:
    assert all(reading.words in text for reading in _read(text))
    assert stays_within(50, lambda: _read(text))


def test_the_last_three_months_are_no_month_of_march() -> None:
    assert _read("近三月的台账报我") == [] and _read("最近12月的情况") == []
    ahead = [r.moment for r in _read("临近12月底，附近3月5日开会")]
    assert [(moment.month, moment.day) for moment in ahead if moment] == [(12, 31), (3, 5)]


def test_a_year_of_two_figures_is_a_year_and_no_span() -> None:
    assert [(r.moment.year, r.certainty) for r in _read("07年以前的材料") if r.moment] == [(2007, 0.2)]
