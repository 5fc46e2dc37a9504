"""From the words of time to expressions, and from these to spans: what belongs together, ranges, and what 前, 内 and 后 do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from huiyin.language.chinese_numbers import read_whole
from huiyin.language.deadlines.durations import amounts_of, grain_of, move
from huiyin.language.deadlines.model import Conventions, Span, Token
from huiyin.language.deadlines.naming import Words
from huiyin.language.deadlines.words import plain, tokens

_NAMING = {
    "year", "half", "quarter", "season", "month", "months", "yearmonth", "lunarmonth", "edge", "e_edge", "date", "dayrel", "tonight",
    "feast", "lunarday", "nth", "weeknth", "weekday", "weekend", "week", "day", "part", "off", "on", "clock", "lunar", "now", "newyear",
    "bareyear", "century", "hourrel",
}  # fmt: skip
_GAP = re.compile(r"[\s的,()（）]{0,3}\Z")
_MOST_TOKENS = 60
_USUAL = Conventions()


def read_spans(text: str, now: datetime, rules: Conventions = _USUAL) -> list[Span]:
    """Gives the spans of time a text names, in their order, in local time without zone as `now` is.

    Reads the first 2,000 characters and, of these, the first sixty words of time.
    """
    flat = plain(text[:2000])
    found = _days_written_short(tokens(flat)[:_MOST_TOKENS])
    return [span for group in _groups(flat, found) if (span := _span(group, flat, now, rules)) is not None]


def _days_written_short(found: list[Token]) -> list[Token]:
    """1月3至2月10, 12月3至10: where a range begins in a month, the bare numbers right behind a month, or behind 至, are its days."""
    ranges = [
        n for n, token in enumerate(found)
        if token.kind == "until" and {"month"} <= {t.kind for t in found[max(0, n - 2) : n]} and found[n + 1 : n + 2]
        and found[n + 1].kind in ("month", "digits")
    ]  # fmt: skip
    for n in ranges:
        last = n + 1 if found[n + 1].kind == "digits" else n + 2
        for place in (n - 1, last):
            token = found[place] if place < len(found) else None
            before = "until" if place == n + 1 else "month"
            if token is None or token.kind != "digits" or found[place - 1].end != token.start or found[place - 1].kind != before:
                continue
            if (day := read_whole(token.value)) is not None and 1 <= day <= 31:
                found[place] = Token("day", 4, token.start, token.end, day)
    return found


def _groups(text: str, found: list[Token]) -> Iterator[list[Token]]:
    """Cuts the tokens where they do not belong together."""
    group: list[Token] = []
    for token in found:
        if group and not _belongs(group, token, text):
            yield group
            group = []
        group.append(token)
    if group:
        yield group


def _belongs(group: list[Token], token: Token, text: str) -> bool:
    last = group[-1]
    between = text[last.end : token.start]
    if not _GAP.match(between) or ("," in between and not {last.kind, token.kind} <= {"date", "day", "weekday"}):
        return False
    if token.kind in ("opening", "every", "asap", "lead", "e_lead") or last.kind == "asap":
        return last.kind in ("opening", "lead", "e_lead", "until", "every") or (token.kind == "lead" and last.kind == "until")
    if token.kind in ("until", "glue", "about"):
        return True
    if token.kind == "now" and token.value == "至今":
        return last.kind in _NAMING or last.kind == "bound"
    if last.kind in ("opening", "until", "lead", "e_lead", "glue", "every", "about"):
        return True
    if token.kind == "bound":
        return last.kind != "bound"
    if last.kind == "bound":
        return token.kind in ("nth", "clock", "part") or (last.value[0] in ("after", "from"))
    if token.kind == "duration":
        return last.kind == "duration" or (last.kind == "digits")
    if last.kind == "duration":
        return False
    since = next((i for i in range(len(group) - 1, -1, -1) if group[i].kind in ("until", "bound", "duration")), -1)
    side = group[since + 1 :]
    kinds = {t.kind for t in side}
    if token.kind in kinds and token.kind != "weekday":
        return False
    if {token.kind, last.kind} == {"week", "weekday"} or "lunar" in (token.kind, last.kind):
        return True
    english = text[token.start].isascii() and text[token.start].isalpha()
    ranks = {t.rank for t in side}
    if english:
        return token.rank not in ranks
    return token.rank > max((t.rank for t in side if t.rank < 9), default=-9) or (
        token.kind in ("weekday",) and last.kind in ("date", "day")
    )


def _span(group: list[Token], text: str, now: datetime, rules: Conventions) -> Span | None:
    group = _trim(group, text)
    if not any(t.kind in _NAMING or t.kind in ("duration", "asap", "every") for t in group):
        return None
    try:
        return _Expression(group, now, rules).span()
    except (ValueError, OverflowError, KeyError, TypeError):
        return None


def _trim(group: list[Token], text: str) -> list[Token]:
    """Leaves out what opens nothing or leads nowhere at the ends."""
    while (group and group[-1].kind in ("until", "opening", "glue", "e_lead", "lead")) or _stray(group):
        group = group[:-1]
    while group and group[0].kind in ("until", "glue", "about"):
        group = group[1:]
    return group


def _stray(group: list[Token]) -> bool:
    return bool(group) and group[-1].kind == "digits" and not (len(group) > 1 and group[-2].kind in ("month", "lunarmonth"))


class _Expression:
    def __init__(self, group: list[Token], now: datetime, rules: Conventions) -> None:
        self.group, self.now, self.rules = group, now, rules
        self.start, self.stop = group[0].start, group[-1].end
        self.lead = next((t.value for t in group if t.kind in ("lead", "e_lead")), "")
        self.bound: str = next((t.value[0] for t in reversed(group) if t.kind == "bound"), "")

    def _make(self, begin: datetime | None, end: datetime | None, grain: str, kind: str, *, work: bool = False, sure: float = 1.0) -> Span:
        return Span(begin, end, grain, kind, self.bound, self.start, self.stop, tuple(self.group), work, sure)

    def span(self) -> Span | None:
        kinds = {t.kind for t in self.group}
        if "every" in kinds:
            return self._make(None, None, "", "set")
        if "asap" in kinds:
            return self._make(None, None, "", "asap")
        if "duration" in kinds:
            return self._duration()
        if "until" in kinds:
            return self._range()
        return self._named()

    def _named(self) -> Span | None:
        named = [t for t in self.group if t.kind in _NAMING]
        kinds = {t.kind for t in named}
        if kinds <= {"lunar", "now"} or (kinds == {"bareyear"} and not self.rules.bare_years):
            return None
        if kinds == {"edge"} and named[0].value[0] is None:
            return None
        if self.lead in ("by", "before") and not self.bound:
            self.bound = "before" if self.lead == "before" else "by"
        elif self.lead in ("within", "after"):
            self.bound = self.lead
        if kinds == {"hourrel"}:
            hour = timedelta(hours=1)
            ends = (self.now - hour, self.now) if named[0].value < 0 else (self.now, self.now + hour)
            return self._make(*ends, "range", "range")
        if "now" in kinds:  # 3月至今
            begin, _, _ = Words([t for t in named if t.kind != "now"], self.now, self.rules).span()
            return self._make(begin, self.now, "second", "range") if begin <= self.now else None
        begin, end, grain = Words(self._bare(named), self.now, self.rules).span()
        festive = "feast" in kinds or any(t.kind == "lunarday" and t.value[1] for t in named)  # 大年初一
        kind = "feast" if festive else "time" if "clock" in kinds and len(kinds) == 1 else "date"
        return self._make(begin, end, grain, kind)

    def _bare(self, named: list[Token]) -> list[Token]:
        """八月十五, in Chinese figures and without 日, is the fifteenth of the moon's eighth month; 10月22 is a day all the same."""
        digits = next((t for t in self.group if t.kind == "digits"), None)
        month = next((t for t in named if t.kind in ("month", "lunarmonth")), None)
        if digits is None or month is None or any(t.kind == "day" for t in named):
            return named
        day = read_whole(digits.value)
        lunar = self.rules.bare_lunar and month.value[0] != "is" and not digits.value.isdigit()
        made = Token("lunarday", 4, digits.start, digits.end, (day, False)) if lunar else Token("day", 4, digits.start, digits.end, day)
        return [*named, made]

    # --- ranges

    def _range(self) -> Span | None:
        at = next(i for i, t in enumerate(self.group) if t.kind == "until")
        rest = self.group[at + 1 :]
        after = [t for t in rest if t.kind in _NAMING]
        before = [t for t in self.group[:at] if t.kind in _NAMING or t.kind == "digits"]
        if not after:
            return None
        before = [self._like(t, after) for t in before]
        if {t.kind for t in before} == {"now"} and self.bound == "from":
            self.bound = ""  # 自即日起至…
        if not before:
            self.bound = "by" if self.bound in ("", "from") else self.bound
            begin, end, grain = Words(self._bare(after), self.now, self.rules).span()
            return self._make(begin, end, grain, "date")
        first = before
        begin, _, _ = (self.now, None, "") if {t.kind for t in before} == {"now"} else Words(first, self.now, self.rules).span()
        second = self._inherit(first, after)
        if {t.kind for t in after} == {"now"}:
            return self._make(begin, self.now, "second", "range")
        later = Conventions(self.rules.parts, False, self.rules.bare_lunar, self.rules.bare_years)
        has_year = any(t.kind in ("year", "yearmonth") for t in second) or any(t.kind == "date" and t.value[0] for t in second)
        begin_rules = self.rules if has_year else later
        base = self.now if has_year or _relative(second) else begin
        _, end, grain = Words(second, base, begin_rules).span()
        if grain == "hour":
            end -= timedelta(hours=1)
        elif grain in ("minute", "second"):
            end -= timedelta(**{f"{grain}s": 1})
        if end < begin and grain in ("hour", "minute", "second", "part"):
            end += timedelta(1) if end + timedelta(hours=12) <= begin or not any(t.kind == "clock" for t in after) else timedelta(hours=12)
        return None if end < begin else self._make(begin, end, grain, "range")

    def _like(self, token: Token, after: list[Token]) -> Token:
        """9~12点半: a bare figure is what follows the next one."""
        if token.kind != "digits":
            return token
        number = read_whole(token.value) or 0
        model = next((t for t in after if t.kind in ("clock", "day", "month", "year", "date")), None)
        if model is None:
            raise ValueError("a bare figure before what has none")
        if model.kind == "clock":
            return Token("clock", 6, token.start, token.end, (number, None, None, None, model.value[4]))
        if model.kind == "date":
            raise ValueError("a bare figure before a date")
        if model.kind == "day":
            return Token("day", 4, token.start, token.end, number)
        return Token(
            model.kind, model.rank, token.start, token.end, ("is", number + (1900 if model.kind == "year" and number < 100 else 0))
        )

    def _inherit(self, before: list[Token], after: list[Token]) -> list[Token]:
        """What the second half leaves unsaid and the first said: 3月1日至5日, 下午1点到3点."""
        lowest = min(t.rank for t in after)
        kinds = {t.kind for t in after}
        taken = [t for t in before if t.rank < lowest and t.kind not in kinds and t.kind != "edge"]
        if any(t.kind == "dayrel" for t in after) or kinds & {"weekday", "weekend", "week", "now"} or _relative(after):
            taken = []
        if any(t.kind == "date" for t in before) and lowest == 4 and kinds & {"day"}:
            year, month, _ = next(t.value for t in before if t.kind == "date")
            taken = [Token("month", 2, 0, 0, ("is", month))] + ([Token("year", 0, 0, 0, ("is", year))] if year else [])
        return taken + after

    # --- durations

    def _duration(self) -> Span | None:
        amounts = amounts_of(self.group)
        vague = any(token.value[1] for token in self.group if token.kind == "duration")
        grain = grain_of(amounts)
        anchor = self._anchor()
        direction = self._direction()
        if not direction:
            return Span(None, None, grain, "duration", "", self.start, self.stop, tuple(self.group))
        sure = 0.5 if vague else 1.0
        if "workday" in amounts:
            return Span(anchor, None, "workday", "duration", direction, self.start, self.stop, tuple(self.group), True, sure)
        if direction in ("before", "since"):
            at = move(anchor, amounts, -1)
            return Span(at, anchor, grain, "duration", direction, self.start, self.stop, tuple(self.group), False, sure)
        at = move(anchor, amounts, 1)
        return Span(anchor, at, grain, "duration", direction, self.start, self.stop, tuple(self.group), False, sure)

    def _anchor(self) -> datetime:
        """国庆节后三天内 counts from the feast; usually a duration counts from now."""
        named = [t for t in self.group if t.kind in _NAMING]
        if not named:
            return self.now
        _, end, _ = Words(named, self.now, self.rules).span()
        return end - timedelta(1)

    def _direction(self) -> str:
        kinds = [t.kind for t in self.group]
        if self.lead == "past" and (self.bound != "after" or kinds.index("lead") == 0):
            return "since"
        if self.bound:
            last = [t for t in self.group if t.kind in ("bound", "duration")][-1]
            return self.bound if last.kind == "bound" else "after"
        return {"over": "after", "ahead": "within", "within": "within", "after": "after", "by": "within"}.get(self.lead, "")


def _relative(group: list[Token]) -> bool:
    """Whether words count from now (明天, 下月) and so not from the beginning of a range."""
    return any(
        t.kind in ("dayrel", "tonight", "week", "weekday", "weekend") or (isinstance(t.value, tuple) and t.value[0] == "rel") for t in group
    )
