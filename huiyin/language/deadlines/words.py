"""The words of time: a text is cut into tokens by one pattern, put together from small pieces."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from huiyin.language.chinese_numbers import read_number, read_whole
from huiyin.language.deadlines import english, lunar
from huiyin.language.deadlines.model import Token
from huiyin.language.deadlines.patterns import DAYS, PARTS, PIECES, REL, UNITS, WEEKDAYS, YEARS

_WIDE = {c: c - 0xFEE0 for c in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2014: "-", 0x2013: "-", 0x2015: "-", ord("〜"): "~"}
_FORMS = dict(zip("後個禮號點週鐘時間內過從兩歲這終國慶陽節億萬", "后个礼号点周钟时间内过从两岁这终国庆阳节亿万", strict=True))
_SAME_LENGTH = str.maketrans(_WIDE | {ord(k): v for k, v in _FORMS.items()})

_ALL = re.compile("|".join(f"(?P<{name}>{piece})" for name, piece in (PIECES | english.PIECES).items()), re.IGNORECASE)


def plain(text: str) -> str:
    """Gives a text with full-width figures and signs and the traditional letters of time made plain, each letter in its place."""
    return text.translate(_SAME_LENGTH)


def tokens(text: str) -> list[Token]:
    """Gives the words of time in a plain text, in their order."""
    found = []
    for match in _ALL.finditer(text):
        made = _MAKE[match.lastgroup or ""](match)
        if made is not None:
            kind, rank, value = made
            found.append(Token(kind, rank, match.start(), match.end(), value))
    return found


Made = tuple[str, int, Any] | None


def _whole(text: str | None) -> int | None:
    return None if text is None else read_whole(text)


def _year(text: str) -> int | None:
    number = read_whole(text)
    if number is None or len(text) > 2 or number >= 100:
        return number
    return number + (2000 if number < 50 else 1900)


_ABOUT = re.compile(r"(?:一两|一二|两三|二三|三四|三五|四五|五六|六七|七八|八九)\Z")


def _about(text: str) -> float | None:
    """两三天, 七八个月: about so many; the greater one, for whoever has two or three days has three. None for a plain number."""
    return read_number(text[-1]) if _ABOUT.match(text) else None


def _read_year(m: re.Match[str]) -> Made:
    if m["y"] is None:
        return "year", 0, ("rel", YEARS[m.group()])
    if m["yn"] and len(m["y"]) <= 3 and m["y"][0] != "0":  # 7年后 is seven years on, 07年后 after 2007
        about = _about(m["y"])
        number = about or read_number(m["y"])
        return None if number is None else ("duration", -1, ({"year": number}, about is not None))
    year = _year(m["y"])
    return None if year is None or not 1 <= year <= 9000 else ("year", 0, ("is", year))


def _century(m: re.Match[str]) -> Made:
    century = _whole(m["cn"])
    if m["cr"]:
        century = 21 + (m["cr"] == "上") * -1
    decade = _whole(m["cd"] or m["od"])
    edge = m["ce"] or m["oe"] or ""
    side = "" if not edge else "start" if edge[0] in "初前" else "end"
    if century is not None and not 1 < century < 40:
        return None
    return "century", 0, (century, decade, side)


def _read_clock(m: re.Match[str]) -> Made:
    if m["ch"] is not None:
        hour, second = int(m["ch"]), _whole(m["cs"])
        minute: int | None = int(m["cm"])
        if m["cx"] and hour <= 12:
            hour = hour % 12 + (12 if m["cx"][0] in "pP" else 0)
        return None if hour > 24 else ("clock", 6, (hour, minute, second, None, bool(m["cx"])))
    text = m["h"]
    hours = read_whole(text)
    if hours is None:
        return None
    until: int | None = None
    if not text.isdigit() and len(text) == 2 and text[0] in "一二三四五六七八九":
        hours, until = read_whole(text[0]) or 0, read_whole(text[1])
    if hours > 24:
        return None
    minute = 30 if m["half"] else {"一": 15, "1": 15, "三": 45, "3": 45}[m["q"]] if m["q"] else _whole(m["mi"])
    if minute is not None and minute > 59:
        return None
    return "clock", 6, (hours, minute, _whole(m["se"]), until, False)


_LIMIT = re.compile(r"(?:时限|期限|限期)(?:为|是|[:：])?\s?\Z")
_LASTS = re.compile(r"\s?(?:之?内|以内|之?后|以后)")


def _read_duration(m: re.Match[str]) -> Made:
    if m.group() in ("仨月", "俩月", "当俩月"):
        return "duration", -1, ({"month": 3.0 if m.group() == "仨月" else 2.0}, False)
    if m["zz"]:
        return None
    unit = UNITS[m["du"]]
    recently = m.string.endswith("近", 0, m.start())  # 近三月 has been; 三月 is March
    if unit == "month" and not (m["dg"] or m["dh"] or m["few"] or recently):
        return None
    before = m.string[max(0, m.start() - 8) : m.start()]
    if m["du"] == "日" and not ((_LASTS.match(m.string, m.end()) and not before.endswith("月")) or _LIMIT.search(before)):
        day = read_whole(m["dn"] or "")
        return None if day is None or not 1 <= day <= 31 else ("day", 4, day)
    about = _about(m["dn"] or "")
    vague = bool(m["dm"] or m["dmm"] or m["few"] or about)
    few = {None: 2.0, "十": 20.0, "百": 200.0, "千": 2000.0}
    number = about or (0.5 if m["dh"] else few[m["fewx"]] if m["few"] else read_number(m["dn"]))
    if number is None or number > 1e6:
        return None
    if m["dhalf"] or m["dt"]:
        number += 0.5
    return "duration", -1, ({unit: number}, vague)


def _relative(text: str) -> int:
    return sum(REL[c] for c in text)


def _read_nth(m: re.Match[str]) -> Made:
    kind = m["ndk"] or m["nlk"]
    weekday = m["ndw"] or m["nlw"]
    which = -1 if m["nl"] else _whole(m["nd"])
    what: Any = ("workday" if kind in ("工作日", "交易日") else "day") if kind else WEEKDAYS[weekday]
    return None if not which else ("nth", 4, (which, what))


def _iso(y: str, mo: str, d: str) -> Made:
    return _date(_year(y), int(mo), int(d))


def _date(year: int | None, month: int, day: int) -> Made:
    return ("date", 4, (year, month, day)) if 1 <= month <= 12 and 1 <= day <= 31 else None


def _dmy(m: re.Match[str]) -> Made:
    a, b, c = m["xa"], m["xb"], m["xc"]
    if len(c) == 4 or len(a) == 1 or int(c) > 31:
        return _date(_year(c), int(b), int(a))
    return _date(_year(a), int(b), int(c))


def _quarter(m: re.Match[str]) -> Made:
    if m["qf"]:  # 前两个季度, 后两个季度: a year's first two, and its last
        return "quarter", 1, ("first", (read_whole(m["qfn"]) or 1) * (1 if m["qf"] == "前" else -1))
    if m["qn"]:
        return "quarter", 1, ("is", 1 if m["qn"] == "首" else read_whole(m["qn"]) or 1)
    return "quarter", 1, ("rel", _relative(m["qr"] or "本"))


def _months(m: re.Match[str]) -> Made:
    if m["fm"]:
        return "months", 2, _whole(m["fn"])
    if m["lm2"]:
        number = _whole(m["ln2"]) or 0
        return ("months", 2, -number) if 1 <= number <= 12 else None
    return "month", 2, ("is", 1 if m.group() == "首月" else _whole(m["mn"]))


def _lunar_month(m: re.Match[str]) -> Made:
    month = {"正": 1, "冬": 11, "腊": 12}[m["lm"]] if m["lm"] else _whole(m["ln"])
    return "lunarmonth", 2, (month, bool(m["ll"] or m["lx"]))


HOLIDAY = "holiday"  # 节后: whichever holiday is next, or goes on
_OFF_DAYS = re.compile("(?:放假|假期|长假|小长假|假)\\Z")


def _feast(m: re.Match[str]) -> Made:
    name = _OFF_DAYS.sub("", m.group())
    return "feast", 4, name if name in lunar.NAMES else name.removesuffix("气").removesuffix("节")


def _edge(m: re.Match[str]) -> Made:
    text = m.group()
    unit = {"年": "year", "月": "month", "季": "quarter", None: None}[(m["eb"] or m["ec"] or m["ed"] or "")[:1] or None]
    if text in ("年终", "岁末"):
        return "edge", 3, ("year", "end")
    side = "middle" if m["ed"] else "start" if "初" in text or "前期" in text else "end"
    return "edge", 3, (unit, side)


def _weekday(m: re.Match[str]) -> Made:
    rel = None if m["wr"] is None else _relative(m["wr"])
    day = WEEKDAYS[m["wd"]]
    return ("weekend", 4, rel) if day == 7 else ("weekday", 4, (rel, day))


_BOUNDS = {"前": "before", "后": "after", "内": "within", "来": "since", "起": "from", "始": "from", "里": "within"}


def _bound(m: re.Match[str]) -> Made:
    text = m.group()
    if text in ("左右", "许", "期间", "之间", "止"):
        return "about", 9, text
    # 三天前 names a point, 三天以前 everything up to it.
    return "bound", 9, (_BOUNDS.get(text[-1], "before"), len(text) > 1)


_LISTED = re.compile(r"(\d{1,4}|[一二三四五六七八九十]{1,3})\s?(?:[日号]|月份?)?\Z")


def _listed(m: re.Match[str]) -> Made:
    """5、6日 goes from the fifth to the sixth; 5日、8日 are two days, and a choice."""
    before = _LISTED.search(m.string[max(0, m.start() - 8) : m.start()])
    first, second = _whole(before[1]) if before else None, _whole(m["lis"])
    return ("until", 9, True) if first is not None and second == first + 1 else None


_MAKE: dict[str, Callable[[re.Match[str]], Made]] = {
    "iso": lambda m: _iso(m["iy"], m["im"], m["id"]),
    "packed": lambda m: _iso(m["py"], m["pm"], m["pd"]),
    "dmy": _dmy,
    "ym": lambda m: ("yearmonth", 2, (int(m["qy"]), int(m["qm"]))),
    "md": lambda m: _date(None, int(m["sm"] or m["zm"]), int(m["sd"] or m["zd"])),
    "clock": _read_clock,
    "dotted": lambda m: _date(None, int(m["pm2"]), int(m["pd2"])),
    "lunar": lambda m: ("lunar", -2, True),
    "republic": lambda m: ("year", 0, ("is", 1911 + (_whole(m["rn"]) or 1))),
    "century": _century,
    "year": _read_year,
    "yearrel": lambda m: ("year", 0, ("rel", _relative(m["yr"] or "本"))),
    "newyear": lambda m: ("newyear", 4, True),
    "half_": lambda m: ("half", 1, 1 if m.group()[0] == "上" else 2),
    "quarter": _quarter,
    "nmonths": _months,
    "weeks": lambda m: ("weeknth", 4, _whole(m["wn"])),
    "firstday": lambda m: ("nth", 4, (1, "workday")),
    "nthday": _read_nth,
    "weekday": _weekday,
    "week": lambda m: ("week", 4, _relative(m["ws"] or "本")),
    "tens": lambda m: ("edge", 3, ("month", {"上": "first ten", "中": "middle ten", "下": "last ten"}[m["te"]])),
    "lunarmonth": _lunar_month,
    "monthrel": lambda m: ("month", 2, ("rel", _relative(m["mr"] or "本"))),
    "month": lambda m: ("month", 2, ("is" if m["m"].isdigit() else "said", _whole(m["m"]))),
    "duration": _read_duration,
    "lunarday": lambda m: ("lunarday", 4, (_whole(m["fd"] or m["td"]), m.group()[0] == "大")),
    "tonight": lambda m: ("dayrel", 4, 2 if m["tn"] == "明" else 1),  # the small hours that end this night
    "rel_day": lambda m: ("dayrel", 4, DAYS[m.group()]),
    "holiday": lambda m: ("feast", 4, HOLIDAY),
    "feast": _feast,
    "edge": _edge,
    "off": lambda m: ("off", 5, True),
    "on": lambda m: ("on", 5, "afternoon" if m["onp"] else "morning"),
    "forenoon": lambda m: ("part", 5, "forenoon"),
    "supper": lambda m: ("clock", 6, (18, 0, None, None, True)),
    "part": lambda m: ("part", 5, PARTS[m.group()]),
    "day": lambda m: ("day", 4, _whole(m["d"])),
    "asap": lambda m: ("asap", 0, True),
    "season": lambda m: ("season", 1, "春夏秋冬".index(m.group()[0])),
    "now": lambda m: ("now", 4, m.group()),
    "bound": _bound,
    "until": lambda m: ("until", 9, True),
    "listed": _listed,
    "opening": lambda m: ("opening", 9, m.group()),
    "over": lambda m: ("lead", 9, "over"),
    "hourrel": lambda m: ("hourrel", 4, -1 if m["hr"] == "上" else 1),
    "ahead": lambda m: ("lead", 9, "ahead"),
    "past": lambda m: ("lead", 9, "past"),
    "every": lambda m: ("every", 9, True),
    "digits": lambda m: ("digits", 9, m.group()),
    "bareyear": lambda m: ("bareyear", 0, int(m.group())),
} | english.MAKE  # fmt: skip
