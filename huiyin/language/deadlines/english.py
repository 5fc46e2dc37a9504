"""The same words in English: they become the same tokens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

_NUMBERS: dict[str, float] = {
    w: n for n, w in enumerate(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"])
}
_NUMBERS |= {"a": 1, "an": 1, "half a": 0.5, "half an": 0.5, "fifteen": 15, "twenty": 20, "thirty": 30}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_COUNT = r"\d{1,4}(?:\.\d)?|half an?|" + "|".join(w for w in _NUMBERS if w not in ("half a", "half an"))
_MONTH = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAY = "mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
_OFF = r"(?:the )?(?:end|close) of (?:work|business|office hours|the (?:working )?day|day)|(?:cob|eob|eod)\b"
_W = r"(?<![a-z\d])"

PIECES = {
    "e_off": rf"{_W}(?:{_OFF})(?![a-z])",
    "e_edge": rf"{_W}(?:the )?(?P<ee>end|beginning|start|middle) of (?:(?P<eer>this|next|the) )?(?P<eeu>month|year|week"
    rf"|quarter|(?P<eem>{_MONTH}))(?![a-z])",
    "e_duration": rf"{_W}(?P<en>{_COUNT})[ -](?:of )?(?P<eu>(?:working|business|work) ?days?|workdays?|hours?|days?|weeks?|months?"
    rf"|minutes?|years?|fortnights?)(?![a-z])",
    "e_clock": r"(?<![\d:.])(?P<eh>1[0-2]|0?[1-9])\s?(?P<ex>[ap]\.?m\b\.?)|(?<![a-z])noon(?![a-z])",
    "e_md": rf"{_W}(?:(?P<em>{_MONTH})\.? (?P<ed2>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?|(?P<ed1>3[01]|[12]\d|0?[1-9])(?:st"
    rf"|nd|rd|th)? (?:of )?(?P<em1>{_MONTH})\.?)(?:,? (?P<ey>(?:19|20)\d\d))?(?![a-z\d])",
    "e_weekday": rf"{_W}(?:(?P<er>this|next|last|coming) )?(?P<ewd>{_WEEKDAY}|weekend)(?![a-z])",
    "e_rel": rf"{_W}(?:today|tomorrow|tonight|the day after tomorrow|yesterday)(?![a-z])",
    "e_week": rf"{_W}(?P<ewr>this|next|last) (?P<ewu>week|month|year|quarter)(?![a-z])",
    "e_part": rf"{_W}(?:morning|afternoon|evening|night)(?![a-z])",
    "e_lead": rf"{_W}(?P<el>by|before|until|till|no later than|not later than|within|in(?= (?:the next )?(?:{_COUNT})[ -])"
    rf"|after)(?: the next)?(?![a-z])",
    "e_glue": rf"{_W}(?:on|at|of|the)(?![a-z])",
}  # fmt: skip
Made = tuple[str, int, Any] | None


def _count(text: str) -> float:
    return float(_NUMBERS[text.lower()]) if text.lower() in _NUMBERS else float(text)


def _duration(m: re.Match[str]) -> Made:
    unit = m["eu"].lower().rstrip("s")
    number = _count(m["en"])
    if "work" in unit or "business" in unit:
        unit = "workday"
    if unit == "fortnight":
        unit, number = "day", number * 14
    return "duration", -1, ({unit: number}, False)


def _clock(m: re.Match[str]) -> Made:
    if m["eh"] is None:
        return "clock", 6, (12, 0, None, None, True)
    return "clock", 6, (int(m["eh"]) % 12 + (12 if m["ex"][0] in "pP" else 0), 0, None, None, True)


def _edge(m: re.Match[str]) -> Made:
    side = {"end": "end", "middle": "middle"}.get(m["ee"].lower(), "start")
    unit = m["eeu"].lower()
    rel = 1 if (m["eer"] or "").lower() == "next" else 0
    if m["eem"]:
        return "e_edge", 3, ("named", _MONTHS.index(unit[:3]) + 1, side)
    return "e_edge", 3, (unit, rel, side)


def _month_day(m: re.Match[str]) -> Made:
    month = _MONTHS.index((m["em"] or m["em1"]).lower()[:3]) + 1
    return "date", 4, (int(m["ey"]) if m["ey"] else None, month, int(m["ed2"] or m["ed1"]))


def _weekday(m: re.Match[str]) -> Made:
    rel = {"this": 0, "next": 1, "last": -1}.get((m["er"] or "").lower())
    if m["ewd"].lower() == "weekend":
        return "weekend", 4, rel
    return "weekday", 4, (rel, _DAYS.index(m["ewd"].lower()[:3]))


def _rel(m: re.Match[str]) -> Made:
    word = m.group().lower()
    return ("tonight", 4, 0) if word == "tonight" else ("dayrel", 4, {"today": 0, "tomorrow": 1, "yesterday": -1}.get(word, 2))


def _week(m: re.Match[str]) -> Made:
    rel = {"this": 0, "next": 1, "last": -1}[m["ewr"].lower()]
    unit = m["ewu"].lower()
    return ("week", 4, rel) if unit == "week" else (unit, {"year": 0, "quarter": 1, "month": 2}[unit], ("rel", rel))


def _lead(m: re.Match[str]) -> Made:
    word = m["el"].lower()
    return "e_lead", 9, {"within": "within", "in": "after", "after": "after", "before": "before"}.get(word, "by")


MAKE: dict[str, Callable[[re.Match[str]], Made]] = {
    "e_off": lambda m: ("off", 5, True),
    "e_edge": _edge,
    "e_duration": _duration,
    "e_clock": _clock,
    "e_md": _month_day,
    "e_weekday": _weekday,
    "e_rel": _rel,
    "e_week": _week,
    "e_part": lambda m: ("part", 5, {"morning": "forenoon"}.get(m.group().lower(), m.group().lower())),
    "e_lead": _lead,
    "e_glue": lambda m: ("glue", 9, True),
}
