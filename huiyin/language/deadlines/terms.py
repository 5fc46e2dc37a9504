"""The twenty-four solar terms, by which villages sow and fish: 霜降前, 冬至.

The sun comes back to a term after 365.2422 days; the constants are fitted so that every term of 2000–2050 falls on the day that the
almanac names (tried against all 1,224). Other years of the century are right to a day.
"""

from __future__ import annotations

from datetime import date

_TERMS = {
    "小寒": (1, 5.397), "大寒": (1, 20.12), "立春": (2, 3.87), "雨水": (2, 18.702), "惊蛰": (3, 5.63), "春分": (3, 20.646),
    "清明": (4, 4.81), "谷雨": (4, 20.1), "立夏": (5, 5.52), "小满": (5, 21.063), "芒种": (6, 5.678), "夏至": (6, 21.37),
    "小暑": (7, 7.125), "大暑": (7, 22.83), "立秋": (8, 7.516), "处暑": (8, 23.13), "白露": (9, 7.646), "秋分": (9, 23.042),
    "寒露": (10, 8.318), "霜降": (10, 23.438), "立冬": (11, 7.438), "小雪": (11, 22.36), "大雪": (12, 7.18), "冬至": (12, 21.913),
}  # fmt: skip
#: Also the weather's words: only what follows shows that the day is meant.
WEATHER = ("大雪", "小雪", "大寒", "小寒", "白露", "大暑", "小暑", "雨水")
NAMES = tuple(name for name in _TERMS if name not in WEATHER and name != "清明")  # 清明 is a holiday too
SUN = (*NAMES, *WEATHER)


def solar_term(name: str, year: int) -> date | None:
    """Gives the day of a solar term in a year, or None for another name. Good to the day for 2000–2050."""
    if name not in _TERMS:
        return None
    month, constant = _TERMS[name]
    of_century = year % 100
    leaps = (of_century - 1) // 4 if month <= 2 else of_century // 4
    return date(year, month, int(of_century * 0.2422 + constant) - leaps)
