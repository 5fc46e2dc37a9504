"""From the words of one expression to the span of days and hours they name."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from huiyin.language.deadlines import lunar
from huiyin.language.deadlines.days import Days, add_months, century, edge_of, midnight, month_days, one_day, year_days
from huiyin.language.deadlines.model import Conventions, Token
from huiyin.language.deadlines.terms import solar_term
from huiyin.language.deadlines.words import HOLIDAY
from huiyin.worktime.calendar import next_holiday

_DAYS_OFF = 9
_SEASONS = ("立春", "立夏", "立秋", "立冬")
#: What names a day by itself.
DATING = ("date", "dayrel", "feast", "lunarday", "nth", "weekday", "weekend", "day", "tonight")


class Words:
    """The tokens of one expression by kind, and the day they are read on."""

    def __init__(self, tokens: list[Token], now: datetime, rules: Conventions) -> None:
        self.by = {token.kind: token.value for token in tokens}
        self.now, self.rules = now, rules
        self.today = now.date()

    def span(self) -> tuple[datetime, datetime, str]:
        """Gives begin, end and grain. Raises ValueError or OverflowError where there is no such day."""
        begin, end, grain = self._days()
        if "tonight" in self.by and "part" not in self.by:
            self.by["part"] = "evening"
        if "clock" in self.by:
            return self._clock(begin)
        if "part" in self.by:
            return self._part(begin)
        return midnight(begin), midnight(end), grain

    # --- years, months

    def _year(self) -> int | None:
        if "year" in self.by:
            how, number = self.by["year"]
            return int(number if how == "is" else self.today.year + number)
        return self.by.get("bareyear")

    def _days(self) -> Days:
        by = self.by
        if "century" in by:
            return century(by["century"], self.today.year)
        if "day" in by and "month" in by:
            return self._day(by["day"])
        if "newyear" in by:
            return year_days(self.today.year)
        for kind in ("date", "dayrel", "tonight", "feast", "lunarday", "nth", "weeknth", "weekday", "weekend", "week", "day", "e_edge"):
            if kind in by:
                return getattr(self, f"_{kind}")(by[kind])
        return self._coarse()

    def _coarse(self) -> Days:
        """A year, half, quarter, season or month, or an end of one."""
        by, year = self.by, self._year()
        unit, side = by.get("edge", (None, None))
        if "lunarmonth" in by or ("lunar" in by and "month" in by):
            days = self._lunar_month(year)
        elif "month" in by or "yearmonth" in by or "months" in by:
            days = self._month_span(year)
        elif "quarter" in by:
            days = self._quarter_span(year)
        elif "half" in by:
            at = year or self.today.year
            days = (date(at, 1, 1), date(at, 7, 1), "half") if by["half"] == 1 else (date(at, 7, 1), date(at + 1, 1, 1), "half")
        elif "season" in by:
            days = self._season(year or self.today.year, by["season"])
        elif year is not None or unit == "year":
            at = year or self.today.year
            days = date(at, 1, 1), date(at + 1, 1, 1), "year"
        elif unit == "month":
            days = month_days(self.today.year, self.today.month)
        elif unit == "quarter":
            days = self._quarter_span(year)
        else:
            days = self.today, self.today + timedelta(1), "day"
        return edge_of(days, side) if side else days

    def _month_number(self, year: int | None) -> tuple[int, int]:
        if "yearmonth" in self.by:
            return self.by["yearmonth"]
        how, number = self.by["month"]
        if how == "rel":
            at = (year or self.today.year) * 12 + self.today.month - 1 + number
            return at // 12, at % 12 + 1
        at = year or self.today.year
        if year is None and self.rules.ahead and number < self.today.month and "day" not in self.by:
            at += 1
        return at, number

    def _month_span(self, year: int | None) -> Days:
        if "months" in self.by:
            at, number = year or self.today.year, self.by["months"]
            first, end = date(at, 1, 1), date(at + 1, 1, 1)
            return (first, add_months(first, number), "month") if number > 0 else (add_months(end, number), end, "month")
        return month_days(*self._month_number(year))

    def _quarter_span(self, year: int | None) -> Days:
        how, number = self.by.get("quarter", ("rel", 0))
        at = year or self.today.year
        if how == "first":
            edge = date(at + (number < 0), 1, 1)
            begin, end = sorted((edge, add_months(edge, 3 * number)))
            return begin, end, "quarter"
        first = 3 * (number - 1) if how == "is" else (self.today.month - 1) // 3 * 3 + 3 * number
        begin = add_months(date(at, 1, 1), first)
        if how == "is" and year is None and self.rules.ahead and add_months(begin, 3) <= self.today:
            begin = add_months(begin, 12)
        return begin, add_months(begin, 3), "quarter"

    def _season(self, year: int, which: int) -> Days:
        begin, following = solar_term(_SEASONS[which], year), solar_term(_SEASONS[(which + 1) % 4], year + (which == 3))
        assert begin is not None and following is not None
        return begin, following, "season"

    # --- the moon's

    def _lunar_month(self, year: int | None) -> Days:
        number, leap = self.by["lunarmonth"] if "lunarmonth" in self.by else (self.by["month"][1], False)
        at = year or self.today.year
        days = lunar.lunar_month(at, number, leap=leap)
        if days is not None and year is None and self.rules.ahead and days[1] <= self.today:
            days = lunar.lunar_month(at + 1, number, leap=leap)
        if days is None:
            raise ValueError("no such month")
        return *days, "month"

    def _lunarday(self, value: tuple[int, bool]) -> Days:
        number, first_month = value
        year = self._year()
        if first_month and "month" not in self.by:
            month, leap = 1, False
        elif "lunarmonth" in self.by:
            month, leap = self.by["lunarmonth"]
        elif "month" in self.by:
            month, leap = self.by["month"][1], False
        else:
            return self._lunar_of_now(number)
        return self._lunar_date(year, month, number, leap)

    def _lunar_date(self, year: int | None, month: int, number: int, leap: bool = False) -> Days:
        at = year or self.today.year
        day = lunar.lunar_day(at, month, number, leap=leap)
        if day is not None and year is None and self.rules.ahead and day < self.today:
            day = lunar.lunar_day(at + 1, month, number, leap=leap)
        return one_day(day)

    def _lunar_of_now(self, number: int) -> Days:
        days = (lunar.lunar_day(self.today.year + (month < 1), (month - 1) % 12 + 1, number) for month in range(13))
        near = [d for d in days if d is not None and (d >= self.today or (not self.rules.ahead and d.month >= self.today.month))]
        return one_day(min(near, default=None))

    def _feast(self, name: str) -> Days:
        if name == HOLIDAY:
            return one_day(next_holiday(self.today))
        key, year = name.lower(), self._year()
        at = year or self.today.year
        day = lunar.feast(key, at)
        since = timedelta(_DAYS_OFF if "nth" in self.by else 0)  # 元旦后第一个工作日, said on 2 January
        if year is None and self.rules.ahead and day is not None and day < self.today - since:
            day = lunar.feast(key, at + 1)
        return one_day(day)

    # --- days

    def _date(self, value: tuple[int | None, int, int]) -> Days:
        year, month, day = value
        year = year or self._year()
        return self._dated(year, month, day)

    def _dated(self, year: int | None, month: int, day: int) -> Days:
        at = year or self.today.year
        if year is not None or not self.rules.ahead:
            return one_day(date(at, month, day))
        for ahead in range(9):
            try:
                found = date(at + ahead, month, day)
            except ValueError:
                continue
            if found >= self.today:
                return one_day(found)
        raise ValueError("no such day")

    def _day(self, number: int) -> Days:
        by, year = self.by, self._year()
        if "lunarmonth" in by or ("lunar" in by and "month" in by):
            month, leap = by["lunarmonth"] if "lunarmonth" in by else (by["month"][1], False)
            return self._lunar_date(year, month, number, leap)
        if "month" in by or "yearmonth" in by:
            if by.get("month", ("rel",))[0] == "rel":
                return one_day(date(*self._month_number(year), number))
            return self._dated(year, by["month"][1], number)
        at = date(year or self.today.year, self.today.month, 1)
        if year is None and self.rules.ahead and number < self.today.day:
            at = add_months(at, 1)
        for ahead in range(4):
            begin = add_months(at, ahead)
            if number <= (add_months(begin, 1) - begin).days:
                return one_day(begin.replace(day=number))
        raise ValueError("no such day")

    def _dayrel(self, number: int) -> Days:
        return one_day(self.today + timedelta(number))

    _tonight = _dayrel

    def _monday(self, rel: int) -> date:
        return self.today + timedelta(7 * rel - self.today.weekday())

    def _week(self, rel: int) -> Days:
        return self._monday(rel), self._monday(rel + 1), "week"

    def _weekend(self, rel: int | None) -> Days:
        if "weekday" not in self.by:
            begin = self._monday(rel or 0) + timedelta(5)
            return begin, begin + timedelta(2), "weekend"
        return self._weekday(self.by["weekday"])

    def _weekday(self, value: tuple[int | None, int]) -> Days:
        rel, weekday = value
        if "week" in self.by:
            rel = (rel or 0) + self.by["week"]
        day = self._monday(rel or 0) + timedelta(weekday)
        if rel is None and self.rules.ahead and day < self.today:
            day += timedelta(7)
        return one_day(day)

    def _weeknth(self, number: int) -> Days:
        """The n-th week of a month or year: the first is the first that begins in it."""
        begin, end, _ = self._coarse() if {"month", "yearmonth"} & self.by.keys() else year_days(self._year() or self.today.year)
        monday = begin + timedelta(-begin.weekday() % 7 + 7 * (number - 1))
        if not begin <= monday < end:
            raise ValueError("no such week")
        return monday, monday + timedelta(7), "week"

    def _nth(self, value: tuple[int, Any]) -> Days:
        """The n-th day or weekday of a month or year; workdays are counted by who reads deadlines."""
        which, what = value
        begin, end, _ = self._coarse()
        if what == "day" and which > 0 and "part" in self.by and end - begin == timedelta(1):
            return one_day(begin + timedelta(which - 1))  # 第三天上午, of nothing that was named: counted from today
        if what in ("day", "workday"):
            day = begin + timedelta(which - 1) if which > 0 else end - timedelta(1)
        elif which > 0:
            day = begin + timedelta((what - begin.weekday()) % 7 + 7 * (which - 1))
        else:
            last = end - timedelta(1)
            day = last - timedelta((last.weekday() - what) % 7)
        if not begin <= day < end:
            raise ValueError("no such day")
        return one_day(day)

    def _e_edge(self, value: tuple[Any, ...]) -> Days:
        unit, number, side = value
        if unit == "week":
            days = self._week(number)
        elif unit == "named":
            self.by["month"] = ("is", number)
            days = self._month_span(self._year())
        else:
            self.by[unit] = ("rel", number)
            days = year_days(self.today.year + number) if unit == "year" else self._coarse()
        return edge_of(days, side)

    # --- hours

    def _part(self, day: date) -> tuple[datetime, datetime, str]:
        first, last = self.rules.parts[self.by["part"]]
        return midnight(day) + timedelta(hours=first), midnight(day) + timedelta(hours=last), "part"

    def _clock(self, day: date) -> tuple[datetime, datetime, str]:
        hour, minute, second, until, exact = self.by["clock"]
        part = self.by.get("part")
        if (part in ("afternoon", "after noon", "dusk", "evening", "night") and hour < 12 and not (part == "night" and hour < 6)) or (
            part == "noon" and hour < 3
        ):
            hour += 12
        elif part in ("evening", "night", "midnight") and hour == 12:
            hour = 24
        elif part is None and not exact and self.rules.ahead and self.rules.office and 1 <= hour <= 6:
            hour += 12  # an office's 3点 is fifteen hundred
        begin = midnight(day) + timedelta(hours=hour, minutes=minute or 0, seconds=second or 0)
        undated = not any(kind in self.by for kind in DATING)
        if undated and self.rules.ahead and begin < self.now:
            begin += timedelta(1)
        if until is not None:
            return begin, begin + timedelta(hours=until - self.by["clock"][0] + 1), "hour"
        if second is not None:
            return begin, begin + timedelta(seconds=1), "second"
        if minute is not None:
            return begin, begin + timedelta(minutes=1), "minute"
        return begin, begin + timedelta(hours=1), "hour"
