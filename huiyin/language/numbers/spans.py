"""Numbers with what stands around them: ranges, and the words that make them rough (近, 左右, 至少)."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from huiyin.language.numbers.figures import DIGITS, IS_MEASURE
from huiyin.language.numbers.model import Bound, Number
from huiyin.language.numbers.values import SEPARATOR, Value

_BEFORE = re.compile(
    r"(?:(?P<least>至少|最少|最低|起码|不少于|不低于|不小于|超过|突破|大于|多于|高于|超出|[超逾过])"
    r"|(?P<most>限购?|至多|最多|最高|顶多|不超过|不高于|不大于|不多于|不到|不足|不满|未满|少于|小于|低于|将近|接近|靠近|(?<![附最临靠])近|(?<![赶尽加飞])快)"
    r"|(?P<about>大约莫?|大概|约摸|约莫|差不多|大致|估计|估摸|预计|(?<![预大契条公合相])约|上|成))(?:有|是|为|在|达|卖|收)?\s?\Z"
)
_NEAR = ("将近", "接近", "靠近", "近", "快")
_AFTER = re.compile(
    r"\s?(?:[(（]?含[)）]?)?\s?(?:(?P<about>左右|上下|的样子|光景|出头|开外|大概|吧)"
    r"|(?P<least>(?:及|或|或者)?以上|往上|朝上|打底|不止|\+(?!\s?\d)|起(?![来码点床步飞草源诉]))|(?P<most>(?:及|或|或者)?以下|以内|之内|封顶|不到))"
)
_BARE_ONLY = ("上", "成", "过")  # 上千, 成百, 过万; 加上三斤 is no rough weight
_LISTED = re.compile(r"、")  # 五、六万
_CHAINED = re.compile(r"-\d")
_WIDE, _NARROW = Fraction(11, 10), Fraction(9, 10)


def joined(first: Value, second: Value) -> Value:
    """Gives the range from one number to another; the first may leave its 万 to the second (两到三万, 10~15k)."""
    factor = next((f for f in reversed(second.factors) if first.low * f < second.high and first.high < second.low / f), 1)
    if first.factors and factor % first.factors[-1] == 0 and first.factors[-1] >= 10_000:
        factor = 1
    low, high = first.low * factor, second.high
    low, high = min(low, high), max(first.high * factor, high)
    return Value(low, high, first.said * factor, first.start, second.end, True, first.short or second.short, share=second.share)


def ranged(text: str, first: Value, second: Value) -> bool:
    """Gives whether nothing but a word of a range stands between two numbers, the first the smaller."""
    if second.start - first.end > 8 or first.share is not second.share:
        return False
    if first.end == second.start or _LISTED.fullmatch(text, first.end, second.start):
        return _neighbours(text, first, second)
    between = SEPARATOR.fullmatch(text, first.end, second.start)
    if between is None or "-" not in between.group():
        return between is not None
    chained = _CHAINED.match(text, second.end) or text[first.start - 1 : first.start] == "-"  # 2026-11-29, telephone numbers
    return not chained and first.low <= second.high * max(second.factors, default=1)


def _neighbours(text: str, first: Value, second: Value) -> bool:
    """八百一千斤, 三百四百: round numbers one after the other; 五、六万: figures that follow one another, the unit once."""
    if first.open or second.open or not first.low < second.low:
        return False
    if first.end == second.start:
        return text[first.end - 1] in "百千万" and text[second.end - 1] in "百千万" and second.low <= first.low * 10
    figure = text[second.start]
    next_one = str(first.said + 1) == (figure if figure.isascii() else str(DIGITS.get(figure)))
    single = first.end - first.start == 1 and second.end - second.start <= 2 and text[first.start - 1 : first.start] != "第"
    return next_one and single and bool(second.factors or IS_MEASURE.match(text, second.end))


def rough(text: str, value: Value, end: int) -> Value:
    """Gives the number with what stands before it and, from `end` on (after its unit), makes it rough, and that within its marks."""
    before = _BEFORE.search(text, max(0, value.start - 8), value.start)
    value = replace(value, end=end)
    if before and before.group().strip() in _BARE_ONLY and text[value.start] not in "百千万亿":
        before = None
    if before:
        value = _loosened(value, before.lastgroup or "", before.group().strip())
        value.start = before.start()
    return loosened_after(text, value)


def loosened_after(text: str, value: Value) -> Value:
    """Gives the number with what stands after it and makes it rough: 左右, 以上, 起."""
    after = _AFTER.match(text, value.end)
    if after is None:
        return value
    return replace(_loosened(value, after.lastgroup or "", after.group().strip()), end=after.end())


def _loosened(value: Value, kind: str, word: str) -> Value:
    low, high = value.low, value.high
    bound: Bound = value.bound
    if kind == "about" and not value.open:
        low, high = (
            (low, high * _WIDE) if word[:1] in ("出", "开") else (low, high * 2) if word in ("上", "成") else (low * _NARROW, high * _WIDE)
        )
    elif kind == "least":
        bound = "least"
    elif kind == "most":
        bound = "most"
        low = low * _NARROW if word.startswith(_NEAR) and not value.open else low
    if low > high:
        low, high = high, low
    return replace(value, low=low, high=high, bound=bound, open=True)


def number(original: str, value: Value) -> Number:
    """Gives the public form of a number."""
    words = original[value.start : value.end]
    return Number(value.low, value.high, value.said, value.open, value.bound, value.start, value.end, words, value.short)
