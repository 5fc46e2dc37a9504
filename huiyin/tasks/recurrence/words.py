"""How often, in the reader's words: 每周一 10:00 · every Monday, 10:00."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from huiyin.worktime.recurrence import LAST, Rhythm


def rhythm_words(rhythm: Rhythm, at: time | None = None) -> str:
    """Gives how often, and the time of day where one was said."""
    if rhythm.unit == "workday":
        words = _("every working day")
    elif rhythm.unit == "week":
        words = _weeks(rhythm)
    else:
        words = _months(rhythm)
    return _("%(often)s, %(at)s") % {"often": words, "at": f"{at:%H:%M}"} if at is not None else words


def nth_words(n: int) -> str:
    """Gives which one it is: 第3次 · 3rd."""
    return _("no. %(n)s") % {"n": n} if _is_chinese() else _ordinal(n)


def moved_words(moved: str) -> str:
    """Gives what becomes of a day that is not worked."""
    return {
        "before": _("the working day before"), "after": _("the working day after"), "skip": _("left out"), "stay": _("stays on its day"),
    }.get(moved, "")  # fmt: skip


def _is_chinese() -> bool:
    return (get_language() or "").startswith("zh")


def _ordinal(n: int) -> str:
    return f"{n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def _number(n: int) -> str:
    return str(n) if _is_chinese() else _ordinal(n)


def _weeks(rhythm: Rhythm) -> str:
    if len(rhythm.weekdays) == 7 and rhythm.every == 1:
        return _("every day")
    if _is_chinese():
        days = "、".join(f"周{'一二三四五六日'[n]}" for n in rhythm.weekdays)
        return f"每{days}" if rhythm.every == 1 else f"每{rhythm.every}周的{days}"
    names = [str(WEEKDAYS[n]) for n in rhythm.weekdays]
    days = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"every {days}" if rhythm.every == 1 else f"every {rhythm.every} weeks on {days}"


def _months(rhythm: Rhythm) -> str:
    facts: dict[str, Any] = {"period": _period(rhythm.every), "day": _days(rhythm), "nth": _nth(rhythm.nth)}
    if rhythm.nth is not None and rhythm.day is None:
        return _("%(period)s, the %(nth)s working day") % facts
    facts["month"] = _month(rhythm)
    if rhythm.nth is not None:
        return _("%(period)s%(month)s, the %(nth)s working day after the %(day)s") % facts
    if rhythm.day == LAST and not rhythm.also:
        return _("%(period)s%(month)s, the last day") % facts if rhythm.month != rhythm.every else _("%(period)s, its last day") % facts
    return _("%(period)s%(month)s, the %(day)s") % facts


def _days(rhythm: Rhythm) -> str:
    """5日、20 · 5th and the 20th: the days of a month, as the words around them need them."""
    days = sorted((rhythm.day or 0, *rhythm.also), key=lambda n: 99 if n == LAST else n)
    if _is_chinese():
        return "日、".join("最后一" if n == LAST else str(n) for n in days)
    return " and the ".join("last day" if n == LAST else _ordinal(n) for n in days)


def _period(every: int) -> str:
    return {1: _("every month"), 3: _("every quarter"), 6: _("every half-year"), 12: _("every year")}.get(
        every, ngettext("every %(n)s month", "every %(n)s months", every) % {"n": every}
    )


def _month(rhythm: Rhythm) -> str:
    if rhythm.every == 1:
        return ""
    if rhythm.every == 12:
        return f"{rhythm.month}月" if _is_chinese() else f" in {MONTHS[rhythm.month]}"
    return f"第{rhythm.month}个月" if _is_chinese() else f", its {_ordinal(rhythm.month)} month"


def _nth(nth: int | None) -> str:
    if nth is None:
        return ""
    if _is_chinese():
        return "最后一个" if nth == LAST else f"倒数第{-nth}个" if nth < 0 else f"第{nth}个"
    return "last" if nth == LAST else f"{_ordinal(-nth)} last" if nth < 0 else "first" if nth == 1 else _ordinal(nth)


def suggestions(rhythm: Rhythm, due: date) -> list[Rhythm]:
    """Gives what else may have been meant, for one tap: the likely rhythms around the day a sentence named."""
    likely = [
        rhythm, Rhythm("workday"), Rhythm("week", weekdays=(due.weekday(),), moved="stay" if due.weekday() >= 5 else "before"),
        Rhythm("month", day=due.day), Rhythm("month", nth=LAST), Rhythm("month", 3, month=3, day=LAST),
    ]  # fmt: skip
    seen: dict[str, Rhythm] = {}
    for one in likely:
        seen.setdefault(rhythm_words(one), one)
    return list(seen.values())
