"""What a span means where it stands: a deadline, several that it may be, or nothing that anybody is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from huiyin.language.deadlines import lunar
from huiyin.language.deadlines.counting import counted
from huiyin.language.deadlines.durations import amounts_of, move
from huiyin.language.deadlines.model import Span
from huiyin.language.deadlines.sense import Clause, certainty


def meanings(span: Span, around: Clause, text: str, before: list[Span], now: datetime) -> Iterator[tuple[Span, float]]:
    """Gives what a span may be in its sentence, each with how sure it is; nothing where it is no deadline. Takes the spans before it."""
    if span.kind == "duration":
        how = counted(span, around, text, before, now)
        if how.asked:
            yield _from(span, how.base or span.begin or now), how.sure
    elif span.named("newyear"):
        yield from _before_new_year(span, now)
    elif span.kind in ("set", "asap"):
        yield span, 1.0
    else:
        yield span, certainty(span, around, now)


def _from(span: Span, base: datetime) -> Span:
    """A duration reckoned from a moment; one without 内 or 后 is meant as its limit (3个工作日办结)."""
    if span.begin == base and span.bound:
        return span
    bound = span.bound or "within"
    if bound not in ("within", "after"):
        return span
    if span.work or any(t.kind == "duration" and "workday" in t.value[0] for t in span.tokens):
        return replace(span, begin=base, bound=bound, work=True)
    try:
        return replace(span, begin=base, end=move(base, amounts_of(span.tokens), 1), bound=bound)
    except (ValueError, OverflowError):
        return span


def _before_new_year(span: Span, now: datetime) -> Iterator[tuple[Span, float]]:
    """年前 is before the Spring Festival; until December ends it may be before New Year as well, and the issuer is asked."""
    spring = next((day for year in (now.year, now.year + 1) if (day := lunar.feast("春节", year)) and day > now.date()), None)
    if spring is None or spring.year > now.year:
        end = datetime(now.year + 1, 1, 1)
        yield replace(span, begin=end - timedelta(1), end=end, grain="day", bound="before"), 0.6
    if spring is not None:
        begin = datetime.combine(spring, time())
        sure = 0.6 if spring.year > now.year else 1.0
        yield replace(span, begin=begin, end=begin + timedelta(1), grain="day", kind="feast", bound="before"), sure


_ROLLS = re.compile(
    r"(?:遇|逢|赶上|碰上)[^,。;，；]{0,10}(?:假|休息日|周末|双休日|周六)[^,。;，；]{0,4}[,，]?[^,。;，；]{0,6}?(?P<how>顺延|后延"
    r"|推迟|延至|延后|提前)"
)


def rolls(text: str) -> int:
    """Gives what is said of days off. 遇节假日顺延: 1, a day that is not worked gives way to the next; 提前: -1; 0 where nothing is
    said of it."""
    found = _ROLLS.search(text)
    return 0 if found is None else -1 if found["how"] == "提前" else 1
