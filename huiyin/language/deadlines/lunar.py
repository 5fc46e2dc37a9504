"""Lunar dates and feast days: when 春节, 中秋 or 清明 fall. Good for the lunar years 1990–2050.

The table has the usual packing (it agrees with the State Council's holidays since 2004): from the highest bit of sixteen the twelve months
(1 = thirty days), the lowest four bits the leap month, bit 17 whether that has thirty days.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from huiyin.language.deadlines import terms

_FIRST, _NEW_YEAR = 1990, date(1990, 1, 27)
_YEARS = (
    0x04AF5, 0x04970, 0x064B0, 0x074A3, 0x0EA50, 0x06B58, 0x055C0, 0x0AB60, 0x096D5, 0x092E0,
    0x0C960, 0x0D954, 0x0D4A0, 0x0DA50, 0x07552, 0x056A0, 0x0ABB7, 0x025D0, 0x092D0, 0x0CAB5,
    0x0A950, 0x0B4A0, 0x0BAA4, 0x0AD50, 0x055D9, 0x04BA0, 0x0A5B0, 0x15176, 0x052B0, 0x0A930,
    0x07954, 0x06AA0, 0x0AD50, 0x05B52, 0x04B60, 0x0A6E6, 0x0A4E0, 0x0D260, 0x0EA65, 0x0D530,
    0x05AA0, 0x076A3, 0x096D0, 0x04AFB, 0x04AD0, 0x0A4D0, 0x1D0B6, 0x0D250, 0x0D520, 0x0DD45,
    0x0B5A0, 0x056D0, 0x055B2, 0x049B0, 0x0A577, 0x0A4B0, 0x0AA50, 0x1B255, 0x06D20, 0x0ADA0, 0x14B63,
)  # fmt: skip
LAST = _FIRST + len(_YEARS) - 1


def _months(packed: int) -> list[tuple[int, bool, int]]:
    """The year's months as (number, leap, days)."""
    leap, months = packed & 0xF, []
    for month in range(1, 13):
        months.append((month, False, 30 if packed & (0x10000 >> month) else 29))
        if month == leap:
            months.append((month, True, 30 if packed & 0x10000 else 29))
    return months


@lru_cache(maxsize=128)
def _new_year(year: int) -> date:
    return _NEW_YEAR + timedelta(sum(days for at in _YEARS[: year - _FIRST] for _, _, days in _months(at)))


def lunar_month(year: int, month: int, *, leap: bool = False) -> tuple[date, date] | None:
    """Gives the first day of a lunar month and the day after its last, or None where the table or the year has none."""
    if not _FIRST <= year <= LAST:
        return None
    at = _new_year(year)
    for number, is_leap, days in _months(_YEARS[year - _FIRST]):
        if (number, is_leap) == (month, leap):
            return at, at + timedelta(days)
        at += timedelta(days)
    return None


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> date | None:
    """Gives the day of a lunar date, or None where there is none."""
    span = lunar_month(year, month, leap=leap)
    if span is None or not 1 <= day <= (span[1] - span[0]).days:
        return None
    return span[0] + timedelta(day - 1)


_FIXED = {
    "元旦": (1, 1), "新年": (1, 1), "情人节": (2, 14), "女生节": (3, 7), "妇女节": (3, 8), "三八": (3, 8), "植树节": (3, 12),
    "愚人节": (4, 1), "劳动节": (5, 1), "五一": (5, 1), "青年节": (5, 4), "五四": (5, 4), "儿童节": (6, 1), "六一": (6, 1),
    "五四青年": (5, 4), "五一劳动": (5, 1), "五一国际劳动": (5, 1), "六一儿童": (6, 1), "三八妇女": (3, 8), "十一国庆": (10, 1),
    "七一建党": (7, 1), "八一建军": (8, 1),
    "建党节": (7, 1), "七一": (7, 1), "建军节": (8, 1), "八一": (8, 1), "教师节": (9, 10), "国庆": (10, 1), "十一": (10, 1),
    "万圣节": (10, 31), "光棍节": (11, 11), "平安夜": (12, 24), "圣诞": (12, 25),
    "双十一": (11, 11), "双11": (11, 11), "双十二": (12, 12), "双12": (12, 12),
    "national day": (10, 1), "new year": (1, 1), "labour day": (5, 1), "christmas": (12, 25),
}  # fmt: skip
_LUNAR = {
    "春节": (1, 1), "大年初一": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中元节": (7, 15), "中秋": (8, 15),
    "重阳": (9, 9), "腊八": (12, 8), "小年": (12, 23), "spring festival": (1, 1), "chinese new year": (1, 1),
    "mid-autumn festival": (8, 15), "dragon boat festival": (5, 5),
}  # fmt: skip
_NTH = {"母亲节": (5, 6, 2), "父亲节": (6, 6, 3), "感恩节": (11, 3, 4)}  # month, weekday, which of them
_EVE = ("除夕", "大年三十", "年三十")
NAMES = sorted((*_FIXED, *_LUNAR, *_NTH, *_EVE, *terms.SUN, "清明", "qingming"), key=len, reverse=True)


def feast(name: str, year: int) -> date | None:
    """Gives the day of a feast in a year (of the lunar year, for 除夕: the evening that ends it), or None beyond the table."""
    if name in _FIXED:
        return date(year, *_FIXED[name])
    if name in _LUNAR:
        return lunar_day(year, *_LUNAR[name])
    if name in _NTH:
        month, weekday, which = _NTH[name]
        first = date(year, month, 1)
        return first + timedelta((weekday - first.weekday()) % 7 + 7 * (which - 1))
    term = terms.solar_term("清明" if name == "qingming" else name, year)
    if term is not None:
        return term
    last = lunar_month(year, 12)
    if _FIRST <= year < LAST and last is not None:
        return _new_year(year + 1) - timedelta(1)
    return None
