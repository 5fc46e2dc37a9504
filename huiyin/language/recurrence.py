"""How often, in sentences: 每周一上午10点前, 每月最后一个工作日, every Monday by 10:00. Pure Python.

What a rhythm leaves open (每周, 每月) is guessed and said to be: its `certainty` is below 0.5, and it is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from huiyin.language.chinese_numbers import read_number
from huiyin.language.deadlines import read_deadlines
from huiyin.worktime.hours import Hours
from huiyin.worktime.recurrence import LAST, InvalidRhythm, Rhythm

LOOKED_AT = 2000  # characters
_TAIL = 24  # so far behind the rhythm its time of day may stand
_NOT_TOLD = re.compile(r"(?:逾期|超期|超时|延误|平均|人均|每逾期|延迟|拖延|滞纳)(?:的)?,?，?\Z")  # 逾期每天加收: a penalty
_NONE: Mapping[date, bool] = {}
_N = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_WD = "[一二三四五六日天1-7]"
_NTH = rf"(?:的)?(?:(?P<last>最后一?个?|末个?)|倒数第(?P<back>{_N})个?|第?(?P<nth>{_N})个?|(?P<first>首个?))(?:工作日|上班日)"
_E_DAYS = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_E_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5}
_E_ORD = "|".join(_E_NTH)
_E_WORK = r"(?:working|business|work) ?day|workday|weekday"
_E_BY = r"(?:(?:,? ?(?:by|on|before|no later than))? the )?"


@dataclass(frozen=True, slots=True)
class Repeated:
    """A rhythm read in a sentence. `at` None: at closing. `start`, `end`: where `words` stand. Below 0.5 something was guessed."""

    rhythm: Rhythm
    at: time | None
    start: int
    end: int
    words: str
    certainty: float


def read_rhythm(text: str, now: datetime, hours: Hours, overrides: Mapping[date, bool] = _NONE) -> Repeated | None:
    """Gives how often a sentence says that something comes again, or None. Takes an aware `now`, the unit's hours, its declared days."""
    text = text[:LOOKED_AT]
    found = min((m for pattern, _make in _PATTERNS if (m := pattern.search(text))), key=lambda m: m.start(), default=None)
    if found is None:
        return None
    start = found.start()
    if _NOT_TOLD.search(text, max(0, start - 6), start):
        return None
    for pattern, make in _PATTERNS:  # at the earliest place the first of the table: the longer says more
        if (m := pattern.match(text, start)) is None:
            continue
        try:
            rhythm, sure = make(m)
        except (InvalidRhythm, ValueError, KeyError):
            continue
        local = now.astimezone(hours.tz)
        if rhythm.unit == "week":
            # Every other Friday begins with the next Friday.
            past = max(rhythm.weekdays) <= local.weekday()
            rhythm = replace(rhythm, anchor=local.date() + timedelta(days=7 if past else 0))
        at, end = _time_of_day(text, m.end(), local, hours, overrides)
        return Repeated(rhythm, at, start, end, text[start:end], sure)
    return None


def _time_of_day(text: str, end: int, now: datetime, hours: Hours, overrides: Mapping[date, bool]) -> tuple[time | None, int]:
    """The time right behind the rhythm, and where it ends: what 今天… would mean at the beginning of a day."""
    tail = text[end : end + _TAIL]
    morning = datetime.combine(now.date(), time(), hours.tz)
    english = re.match(r"[\s,]*(?:by|before|at|until|no later than|in the)\b", tail, re.I)
    said, cut = (tail, 0) if english else ("今天" + tail, 2)
    for reading in read_deadlines(said, morning, hours, overrides):
        begins = reading.start <= (english.end() if english else 0)
        if begins and reading.moment is not None and reading.moment.date() == now.date() and reading.end > cut:
            at = reading.moment.time()
            return (None if at == hours.afternoon[1] else at), end + reading.end - cut
    return None, end


def _number(text: str) -> int:
    value = int(text) if text.isdigit() else read_number(text)
    if value is None or value != int(value):
        raise ValueError
    return int(value)


def _nth(m: re.Match[str]) -> int:
    if m["last"]:
        return LAST
    if m["first"]:
        return 1
    return -_number(m["back"]) if m["back"] else _number(m["nth"])


def _weekday(c: str) -> int:
    return "一二三四五六日".find("日" if c in "天7" else c) if not c.isdigit() or c == "7" else int(c) - 1


def _chinese_weeks(m: re.Match[str]) -> tuple[Rhythm, float]:
    every = 2 if m["gap"] else (_number(m["every"].replace("两", "二")) if m["every"] else 1)
    days = tuple(sorted({_weekday(c) for c in re.findall(_WD, m["days"])}))
    return Rhythm("week", every=every, weekdays=days, moved=_moved(days), anchor=date(2000, 1, 3) if every > 1 else None), 1.0


def _moved(days: tuple[int, ...]) -> str:
    """Who says Saturday means Saturday; a weekday that is a holiday is done before it."""
    return "stay" if (days and min(days) >= 5) or len(days) == 7 else "before"


def _week(days: tuple[int, ...], sure: float = 1.0) -> tuple[Rhythm, float]:
    return Rhythm("week", weekdays=days, moved=_moved(days)), sure


def _month(sure: float = 1.0, **more: Any) -> tuple[Rhythm, float]:
    return Rhythm("month", **more), sure


def _chinese_day(m: re.Match[str]) -> tuple[Rhythm, float]:
    return _month(day=_number(m["d"]))


def _chinese_days(m: re.Match[str]) -> tuple[Rhythm, float]:
    """每月5号、20号: more than one day of the month."""
    first, *more = sorted({_number(m["d"]), *(_number(n) for n in re.findall(_N, m["also"]))})
    return _month(day=first, also=tuple(more))


def _quarter_part(m: re.Match[str]) -> int:
    return {"首": 1, "末": 3}.get(m["qm"]) or _number(m["qm"].strip("第个"))


def _english_weeks(m: re.Match[str]) -> tuple[Rhythm, float]:
    names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    days = tuple(sorted({names.index(d.lower()[:3]) for d in re.findall(_E_DAYS, m["days"], re.I)}))
    if m["other"]:
        return Rhythm("week", every=2, weekdays=days, moved=_moved(days), anchor=date(2000, 1, 3)), 1.0
    return _week(days)


def _english_period(m: re.Match[str]) -> dict[str, Any]:
    return {"every": {"month": 1, "quarter": 3, "year": 12}[m["unit"].lower()]}


Make = Callable[[re.Match[str]], tuple[Rhythm, float]]
_TABLE: list[tuple[str, Make]] = [
    (r"每(?:个|一个)?(?:工作日|上班日|交易日)", lambda m: (Rhythm("workday"), 1.0)),
    (rf"每(?:(?P<gap>隔一?个?)|(?P<every>[两二三四234])个?)?个?(?:周|星期|礼拜)(?:的)?(?:周|星期|礼拜)?(?P<days>{_WD}(?:[、,，和及与跟]?(?:周|星期|礼拜)?{_WD})*)"
     r"(?![\d年月个])", _chinese_weeks),
    (r"每(?:个)?(?:周|星期|礼拜)末?(?:最后一?个?工作日|末)", lambda m: _week((4,), 0.9)),
    (rf"每(?:个)?月(?:的)?(?P<d>{_N})[日号](?:以?后|之后)(?:的)?(?:第(?P<n>{_N})个?|首个?)(?:工作日|上班日)",
     lambda m: _month(day=_number(m["d"]), nth=_number(m["n"]) if m["n"] else 1)),
    (rf"每(?:个)?月{_NTH}", lambda m: _month(nth=_nth(m))),
    (rf"每(?:个)?月(?:的)?(?P<d>{_N})(?:[日号])?(?P<also>(?:[、,，和及与跟]\s?{_N}[日号]?)*[、,，和及与跟]\s?{_N}[日号])", _chinese_days),
    (rf"每(?:个)?月(?:的)?(?P<d>{_N})[日号]", _chinese_day),
    (r"每(?:个)?月(?:的)?(?:月?[底末]|最后一[天日])", lambda m: _month(day=LAST)),
    (r"每(?:个)?月(?:的)?(?:月?初)", lambda m: _month(0.4, nth=1)),
    (rf"每(?:个)?季度?{_NTH}", lambda m: _month(every=3, nth=_nth(m))),
    (rf"每(?:个)?季度?(?:的)?(?P<qm>首|末|第?[一二三123]个?)个?月(?:的)?(?P<d>{_N})[日号]",
     lambda m: _month(every=3, month=_quarter_part(m), day=_number(m["d"]))),
    (r"每(?:个)?季(?:度)?(?:的)?(?:季?[底末]|最后一[天日])", lambda m: _month(every=3, month=3, day=LAST)),
    (rf"每年(?:的)?(?P<mo>{_N})月(?P<d>{_N})[日号]", lambda m: _month(every=12, month=_number(m["mo"]), day=_number(m["d"]))),
    (r"每年(?:的)?年?[底末]", lambda m: _month(every=12, month=12, day=LAST)),
    (r"每半年", lambda m: _month(0.4, every=6, month=6, day=LAST)),
    (r"每(?:一)?(?:天|日)(?!常)|逐日", lambda m: _week(tuple(range(7)))),
    (r"每(?:个|一)?(?:周|星期|礼拜)(?![一二三四五六日天末年])", lambda m: _week((4,), 0.4)),
    (r"每(?:个|一)?季度", lambda m: _month(0.4, every=3, month=3, day=LAST)),
    (r"每(?:个|一)?月(?!饼|亮|度)", lambda m: _month(0.4, day=LAST)),
    (rf"\b(?:every|each) (?:{_E_WORK})\b", lambda m: (Rhythm("workday"), 1.0)),
    (rf"\b(?:every|each) (?P<other>other )?(?P<days>(?:{_E_DAYS})s?(?:(?:,| and|, and) (?:{_E_DAYS})s?)*)\b", _english_weeks),
    (rf"\b(?:by |on |before )?the (?P<nth>{_E_ORD}) (?:{_E_WORK}) (?:of|in) (?:every|each) (?P<unit>month|quarter)\b",
     lambda m: _month(nth=_E_NTH[m["nth"].lower()], **_english_period(m))),
    (rf"\b(?:every|each) (?P<unit>month|quarter){_E_BY}(?: on)?(?: the)? ?(?P<nth>{_E_ORD}) (?:{_E_WORK})(?: after the (?P<d>\d\d?)"
     r"(?:st|nd|rd|th))?\b",
     lambda m: _month(nth=_E_NTH[m["nth"].lower()], day=int(m["d"]) if m["d"] else None, **_english_period(m))),
    (r"\b(?:by |on |before )?the (?P<d>\d\d?)(?:st|nd|rd|th) of (?:every|each) month\b", _chinese_day),
    (r"\b(?:every|each) month,? (?:by|on|before|no later than) (?:the )?(?P<d>\d\d?)(?:st|nd|rd|th)?\b", _chinese_day),
    (r"\b(?:by |at |before )?the end of (?:every|each) (?P<unit>month|quarter|year)\b",
     lambda m: _month(day=LAST, month=_english_period(m)["every"], **_english_period(m))),
    (r"\b(?:every|each) day\b|\bdaily\b", lambda m: _week(tuple(range(7)))),
    (r"\b(?:every|each) week\b|\bweekly\b", lambda m: _week((4,), 0.4)),
    (r"\b(?:every|each) quarter\b|\bquarterly\b", lambda m: _month(0.4, every=3, month=3, day=LAST)),
    (r"\b(?:every|each) month\b|\bmonthly\b", lambda m: _month(0.4, day=LAST)),
]  # fmt: skip
_PATTERNS = [(re.compile(pattern, re.I), make) for pattern, make in _TABLE]
