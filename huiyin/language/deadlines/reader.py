"""Deadlines in sentences: what 明天下班以前 means for a unit with these hours and this calendar."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from huiyin.language.deadlines.meaning import meanings, rolls
from huiyin.language.deadlines.model import Conventions, Reading, Span, Token
from huiyin.language.deadlines.naming import Words
from huiyin.language.deadlines.numbers import hide
from huiyin.language.deadlines.sense import UNSURE, Clauses
from huiyin.language.deadlines.spans import read_spans
from huiyin.language.deadlines.words import plain
from huiyin.worktime.calendar import add_workdays, is_workday
from huiyin.worktime.hours import Hours

_NO_OVERRIDES: Mapping[date, bool] = {}
LOOKED_AT = 2000  # characters
_LATE_EVENING = time(23, 59)
_LONGEST_HOLIDAY_DAYS = 15
_MOST_WORKDAYS = 500  # two years of them


def read_deadlines(text: str, now: datetime, hours: Hours, overrides: Mapping[date, bool] = _NO_OVERRIDES) -> list[Reading]:
    """Gives the deadlines a sentence names, in their order; none where it names none, several where there is a choice.

    Takes an aware `now`, the unit's hours, and its days declared worked (True) or free (False). A reading without moment asks for one
    (尽快). The conventions are written down in docs/developers/deadlines.md. Raises ValueError for a moment without a zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment without a zone is none")
    local = now.astimezone(hours.tz).replace(tzinfo=None)
    flat = hide(plain(text[:LOOKED_AT]))
    clauses, roll = Clauses(flat), rolls(flat)
    readings: list[Reading] = []
    seen: list[Span] = []
    unknown = ""  # the sentence in which a start was named that nobody knows
    for span in read_spans(flat, local):
        around = clauses.around(span.start, span.stop)
        for meant, sure in meanings(span, around, flat, seen, local):
            if meant.kind == "duration":  # what follows an unknown start in the same sentence counts from it too
                sure = min(sure, UNSURE) if unknown and unknown == around.sentence else sure
                unknown = around.sentence if sure == UNSURE else ""
            reading = _Deadline(meant, text, local, hours, overrides, roll).reading(sure)
            if reading is not None:
                readings.append(reading)
        seen.append(span)
    return readings


class _Deadline:
    """One span on its way to a deadline."""

    def __init__(self, span: Span, text: str, now: datetime, hours: Hours, overrides: Mapping[date, bool], rolls: int) -> None:
        self.span_, self.text, self.now, self.hours, self.overrides, self.rolls = span, text, now, hours, overrides, rolls
        self.work, self.sure = span.work, span.sure

    def reading(self, sure: float) -> Reading | None:
        """Gives what is read, no surer than that, or None where the span is no deadline."""
        span = self.span_
        self.sure = min(self.sure, sure)
        if span.kind == "set" or (span.kind == "duration" and not span.bound) or span.named("century"):
            return None  # how often, or how long
        if span.bound in ("since", "from") or (span.kind == "duration" and span.bound == "before"):
            return None  # what has been, or only begins
        if span.kind == "asap":
            return self._give(None)
        try:
            moment = self._rolled(self._moment())
        except (ValueError, OverflowError):
            return None
        if moment < self.now:
            self.sure = min(self.sure, 0.2)
        return self._give(moment)

    def _rolled(self, moment: datetime) -> datetime:
        """遇节假日顺延: what falls on a day off waits for the next workday."""
        if not self.rolls or is_workday(moment.date(), self.overrides).is_workday:
            return moment
        return datetime.combine(add_workdays(moment.date(), self.rolls, self.overrides), moment.time())

    def _give(self, moment: datetime | None) -> Reading:
        span, tz = self.span_, self.hours.tz
        aware = None if moment is None else moment.replace(tzinfo=tz)
        begins = None if span.begin is None or span.kind == "duration" else span.begin.replace(tzinfo=tz)
        provisional = moment is not None and is_workday(moment.date(), self.overrides).provisional
        return Reading(
            aware, span.start, span.stop, self.text[span.start : span.stop], span.kind, "working" if self.work else "calendar",
            self.sure if aware else 0.0, provisional, begins,
        )  # fmt: skip

    def _moment(self) -> datetime:
        span = self.span_
        if span.kind == "duration":
            return self._after_duration()
        if span.begin is None or span.end is None:
            raise ValueError
        if span.named("on"):
            return self._start_of_work()
        nth = _nth_after(span)
        if nth is not None:
            return self._nth_workday(*nth)
        if span.named("off"):
            self.work = True
            return datetime.combine(self._last_day(), self._closing())
        if span.kind == "range":
            return self._end_of(span.end - timedelta(days=1)) if span.end.time() == time() else span.end
        return self._of_grain(span.begin, span.end)

    def _start_of_work(self) -> datetime:
        """上班前, 一早: when the unit's morning (or afternoon) begins; without a day the next one that is worked."""
        span, at = self.span_, (self.hours.afternoon if self.span_.named("on") == "afternoon" else self.hours.morning)[0]
        assert span.begin is not None
        nth = _nth_after(span)
        day = self._nth_workday(*nth).date() if nth is not None else span.begin.date()
        moment = datetime.combine(day, at)
        dated = any(t.kind not in ("on", "opening", "bound") for t in span.tokens)
        if not dated and moment <= self.now:
            return datetime.combine(add_workdays(self.now.date(), 1, self.overrides), at)
        return moment

    def _at(self, day: date) -> datetime:
        """The time of day that was named, on this day; else the end of work."""
        span = self.span_
        if span.begin is not None and span.named("off") is None:
            if span.grain in ("hour", "minute", "second"):
                return datetime.combine(day, span.begin.time())
            if span.grain == "part":
                begin = datetime.combine(day, span.begin.time())
                return self._part(begin, begin)
        return datetime.combine(day, self._closing())

    def _of_grain(self, begin: datetime, end: datetime) -> datetime:
        span = self.span_
        if {t.kind for t in span.tokens} <= {"nth", "part", "clock", "bound"} and span.named("nth") is not None:
            self.sure = min(self.sure, 0.4)  # 第三天上午: of what, its writer knows
        if span.grain in ("hour", "minute", "second"):
            if span.kind == "time" and span.named("part") is None:
                # 三点 is as often three points as three o'clock.
                self.sure = min(self.sure, 0.8 if span.bound or span.grain != "hour" else 0.4)
            return begin
        if span.grain == "part":
            return self._part(begin, end)
        if span.bound == "after":
            self.sure = min(self.sure, 0.4)
            return self._end_of(end)
        if span.kind == "feast" and span.bound == "before":
            return self._workday_before(begin)
        if span.grain in ("weekend", "week", "end of week"):
            return self._week(begin, end)
        if span.bound == "before" and span.grain == "day":
            self.sure = min(self.sure, 0.9)
        return self._end_of(end - timedelta(1), coarse=span.grain != "day")

    def _part(self, begin: datetime, end: datetime) -> datetime:
        part = self.span_.named("part") or "evening"
        if part in ("morning", "forenoon"):
            return datetime.combine(begin.date(), self.hours.morning[1])
        if part == "afternoon":
            return datetime.combine(begin.date(), self._closing())
        if part in ("evening", "night"):
            self.sure = min(self.sure, 0.8)
            return datetime.combine(begin.date(), _LATE_EVENING)
        return end

    def _week(self, begin: datetime, end: datetime) -> datetime:
        """A week ends with its last workday; before a weekend is the workday before it."""
        if self.span_.grain == "weekend" and self.span_.bound != "before":
            return self._end_of(end - timedelta(1))
        return self._workday_before(begin if self.span_.grain == "weekend" else end)

    def _workday_before(self, moment: datetime) -> datetime:
        self.work = True
        return self._end_of(datetime.combine(add_workdays(moment.date(), -1, self.overrides), time()))

    def _end_of(self, day: datetime, *, coarse: bool = False) -> datetime:
        return datetime.combine(day.date(), self._closing())

    def _closing(self) -> time:
        return self.hours.afternoon[1]

    def _last_day(self) -> date:
        """The day whose end of work is meant: a week's or month's last workday, else the day named."""
        span = self.span_
        assert span.end is not None and span.begin is not None
        if span.grain in ("part", "hour", "minute", "second", "day"):
            return span.begin.date()
        return add_workdays(span.end.date(), -1, self.overrides)

    # --- durations and the n-th workday

    def _after_duration(self) -> datetime:
        span = self.span_
        assert span.begin is not None
        if span.work:
            count = max(1, round(sum(v for t in span.tokens if t.kind == "duration" for v in t.value[0].values())))
            if count > _MOST_WORKDAYS:
                raise ValueError("nobody reckons so far in workdays")
            return self._end_of(datetime.combine(add_workdays(span.begin.date(), count, self.overrides), time()))
        assert span.end is not None
        if span.bound == "after":
            self.sure = min(self.sure, 0.6)
        if span.named("duration")[0].get("day") == 0.5:
            self.sure = min(self.sure, 0.4)  # half a day: till closing, four hours or twelve
        if span.grain in ("hour", "minute", "second", "quarter-hour"):
            return span.end
        return max(self._end_of(span.end), span.end if span.end.date() == self.now.date() else self.now)

    def _nth_workday(self, which: int, what: Any) -> datetime:
        """国庆节后第一个工作日: counted from the end of the holiday around the feast."""
        span = self.span_
        assert span.begin is not None
        day = span.begin.date()
        if span.kind == "feast":
            for _ in range(_LONGEST_HOLIDAY_DAYS):
                if is_workday(day + timedelta(1), self.overrides).is_workday:
                    break
                day += timedelta(1)
        elif what == "workday" and span.bound != "after":
            return self._workday_in(which)
        else:
            assert span.end is not None
            day = (span.end - timedelta(1)).date()
        self.work = what == "workday"
        if abs(which) > _MOST_WORKDAYS:
            raise ValueError("nobody reckons so far in workdays")
        if what == "workday":
            return self._at(add_workdays(day, which, self.overrides))
        ahead = which if what == "day" else (what - day.weekday() - 1) % 7 + 1 + 7 * (which - 1)
        return self._at(day + timedelta(ahead))

    def _workday_in(self, which: int) -> datetime:
        """下月第一个工作日, 本月最后一个工作日: counted within what is named. Raises ValueError for more than a year has."""
        if which > _MOST_WORKDAYS:
            raise ValueError("no month and no year has so many")
        self.work = True
        begin, end = _around(self.span_, self.now)
        day = add_workdays(end, -1, self.overrides) if which < 0 else add_workdays(begin - timedelta(1), which, self.overrides)
        return self._at(day)


def _nth_after(span: Span) -> tuple[int, Any] | None:
    """The n-th day or workday, where it follows a feast or is one that only a calendar can count."""
    nth = span.named("nth")
    if nth is None or (nth[1] != "workday" and span.bound != "after"):
        return None
    return nth


def _around(span: Span, now: datetime) -> tuple[date, date]:
    tokens: list[Token] = [t for t in span.tokens if t.kind in ("year", "month", "quarter", "week", "yearmonth")]
    if not tokens:
        return now.date().replace(day=1), Words([Token("month", 2, 0, 0, ("rel", 0))], now, Conventions()).span()[1].date()
    begin, end, _ = Words(tokens, now, Conventions()).span()
    return begin.date(), end.date()
