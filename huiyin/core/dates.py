"""When something happened, in words: as short as it stays clear."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import formats, timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _


def when(moment: datetime | None) -> str:
    """Says when, as short as it stays clear: 21:10 · yesterday 21:10 · 23 November · 23 November 2025."""
    return when_from(timezone.localtime(moment), timezone.localtime()) if moment is not None else ""


def when_from(local: datetime, now: datetime) -> str:
    """Says it of a local time, as seen at another: for lists of hundreds, whose reader looks at the clock once."""
    clock = f"{local:%H:%M}"
    if local.date() == now.date():
        return clock
    if local.date() == (now - timedelta(days=1)).date():
        return _("yesterday %(clock)s") % {"clock": clock}
    return day_words(local) if local.year == now.year else year_words(local)


def when_full(moment: datetime | None) -> str:
    """Says the day, the weekday and the minute, exactly: 2026年12月3日 星期四 09:50 · Thursday 3 December 2026 09:50."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    day, clock = _whole_day(local.date(), get_language() or ""), f"{local:%H:%M}"
    return f"{day} {clock}"


@lru_cache(maxsize=4096)
def _whole_day(day: date, language: str) -> str:
    """A list of moments names the same few days again and again."""
    local = datetime.combine(day, time())
    words, weekday = year_words(local), formats.date_format(local, "l")
    return f"{words} {weekday}" if language.startswith("zh") else f"{weekday} {words}"


def time_html(moment: datetime | None) -> SafeString:
    """A <time> that says it shortly, and exactly to whoever points at it."""
    if moment is None:
        return SafeString()
    at, whole, short = moment.isoformat(timespec="seconds"), escape(when_full(moment)), escape(when(moment))
    return mark_safe(f'<time datetime="{at}" title="{whole}">{short}</time>')


def day_words(local: datetime) -> str:
    """Gives day and month: 11月23日 · 23 November."""
    if (get_language() or "").startswith("zh"):
        return f"{local.month}月{local.day}日"
    return formats.date_format(local, pgettext("day and month, as Django's date format", "j F"))


def year_words(local: datetime) -> str:
    """Gives day, month and year: 2025年11月23日 · 23 November 2025."""
    if (get_language() or "").startswith("zh"):
        return f"{local.year}年{local.month}月{local.day}日"
    return formats.date_format(local, pgettext("day, month and year, as Django's date format", "j F Y"))


def clock_words(moment: datetime | None) -> str:
    """Gives a moment to plan by, the same from every day: 11月24日 周二 17:30 · Tue 24 November 17:30; the year if it is another."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    day = day_words(local) if local.year == timezone.localdate().year else year_words(local)
    if (get_language() or "").startswith("zh"):
        return f"{day} 周{'一二三四五六日'[local.weekday()]} {local:%H:%M}"
    return f"{formats.date_format(local, 'D')} {day} {local:%H:%M}"


def span_words(span: timedelta) -> str:
    """Gives a length of time as people say it: 3 days · 17 hours 32 minutes · 5 minutes."""
    minutes = max(0, int(span.total_seconds()) // 60)
    days = minutes // 1440
    if days >= 2:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if minutes >= 60:
        whole, rest = minutes // 60, minutes % 60
        said = ngettext("%(n)s hour", "%(n)s hours", whole) % {"n": whole}
        return said if not rest or whole >= 24 else _("%(hours)s %(minutes)s min") % {"hours": said, "minutes": rest}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
