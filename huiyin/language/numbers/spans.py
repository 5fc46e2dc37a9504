"""Numbers with what stands around them: signs, fractions, shares, ranges, and the words that make them rough (近, 左右, 至少)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from huiyin.language.numbers.atoms import atoms_in
from huiyin.language.numbers.figures import DIGITS, IS_MEASURE, plain
from huiyin.language.numbers.model import MOST, Bound, Number
from huiyin.language.numbers.sums import Atom

_SIGN = re.compile(r"(?:负|零下|(?<![\w)%+\-.])-|(?<=[一-龥])-)\s?\Z")
_FIGURE = re.compile(r"[\d零一二三四五六七八九十百千万亿两几半]")
_PARTS = re.compile(r"\s{0,2}分\s{0,2}之\s{0,2}([负-]?)")
_OVER = re.compile(r"\s?/\s?")
_AND = re.compile(r"\s?又\s?|\s")
_SHARE = re.compile(
    r"\s?(?:([%‰])|个\s?百\s?分\s?点|(成)(?=[一二三四五六七八九](?![十百千万])|[多左右以上下半的,。、;!]|$|\s)|(折)(?!叠|扣|磨|腾|断|线|返))"
)
_SHARES = {"%": Fraction(1, 100), "‰": Fraction(1, 1000), "成": Fraction(1, 10)}
_BEFORE = re.compile(
    r"(?:(?P<least>至少|最少|最低|起码|不少于|不低于|不小于|超过|突破|大于|多于|高于|超出|[超逾过])"
    r"|(?P<most>至多|最多|最高|顶多|不超过|不高于|不大于|不多于|不到|不足|不满|未满|少于|小于|低于|将近|接近|靠近|(?<![附最临靠])近|(?<![赶尽加飞])快)"
    r"|(?P<about>大约莫?|大概|约摸|约莫|差不多|大致|估计|估摸|预计|(?<![预大契条公合相])约|上|成))(?:有|是|为|在|达|卖|收)?\s?\Z"
)
_NEAR = ("将近", "接近", "靠近", "近", "快")
_AFTER = re.compile(
    r"\s?(?:[(（]?含[)）]?)?\s?(?:(?P<about>左右|上下|的样子|光景|出头|开外|大概|吧)"
    r"|(?P<least>(?:及|或|或者)?以上|往上|朝上|打底|不止|\+(?!\s?\d)|起(?![来码点床步飞草源诉]))|(?P<most>(?:及|或|或者)?以下|以内|之内|封顶|不到))"
)
SEPARATOR = re.compile(r"\s?(?:[(（]含[)）])?\s?(?:到|至|~{1,2}|-{1,2}|或者?)\s?")
_BARE_ONLY = ("上", "成", "过")  # 上千, 成百, 过万; 加上三斤 is no rough weight
_LISTED = re.compile(r"、")  # 五、六万
_CHAINED = re.compile(r"-\d")
_WIDE, _NARROW = Fraction(11, 10), Fraction(9, 10)


@dataclass(slots=True)
class Value:
    """A number as it stands, before anything around it makes it rough; `plain_end` is where its unit may follow."""

    low: Fraction
    high: Fraction
    said: Fraction
    start: int
    end: int
    open: bool
    short: bool
    factors: tuple[int, ...] = ()
    bound: Bound = ""
    share: bool = False


def values_in(original: str) -> tuple[str, list[Value]]:
    """Gives the text in plain figures, and its numbers from left to right."""
    text = plain(original)
    atoms = list(atoms_in(original, text))
    found: list[Value] = []
    at = 0
    while at < len(atoms):
        value, at = _value(text, atoms, at)
        if value is not None:
            found.append(value)
    return text, found


def _value(text: str, atoms: list[Atom], at: int) -> tuple[Value | None, int]:
    """Gives the number that begins with an atom, with the atoms that are its fraction, and the next atom's place."""
    first, next_at = atoms[at], at + 1
    low, high, said, end = first.low, first.high, first.said, first.end
    fraction = _fraction(text, atoms, at)
    if fraction is not None:
        (low, high, said), end, next_at = fraction
    elif next_at < len(atoms) and (joined := _AND.fullmatch(text, end, atoms[next_at].start)):
        mixed = _fraction(text, atoms, next_at)
        if mixed is not None and ("又" in joined.group() or text[first.start : end].isdigit()):
            low, high, said = low + mixed[0][0], high + mixed[0][1], said + mixed[0][2]
            end, next_at = mixed[1], mixed[2]
    share = False
    if text[first.start : first.start + 1] == "百" and fraction is None and _PARTS.match(text, first.end):
        return None, next_at
    if shared := _SHARE.match(text, end):
        part = _SHARES.get(shared.group(1) or shared.group(2) or "", Fraction(1, 100))
        if shared.group(3) and said < 10:
            part = Fraction(1, 10)  # 八折, 8.5折; 七五折 is three quarters
        low, high, said, end, share = low * part, high * part, said * part, shared.end(), True
        if shared.group(2) and next_at < len(atoms) and atoms[next_at].start == end and atoms[next_at].high < 10:
            tenth = atoms[next_at].said / 100  # 三成五
            low, high, said, end, next_at = low + tenth, high + tenth, said + tenth, atoms[next_at].end, next_at + 1
    start = first.start
    if (sign := _SIGN.search(text, max(0, start - 3), start)) and not (
        sign.group()[0] == "-" and _FIGURE.search(text, max(0, sign.start() - 4), sign.start())  # 三港元-五港元 is a range
    ):
        low, high, said, start = -high, -low, -said, sign.start()
    if max(abs(low), abs(high)) >= MOST:
        return None, next_at
    factors = tuple(first.factors) if next_at == at + 1 and not share else ()
    spelled = first.short and text[first.start] != "百"  # 百分之五 leaves nothing out
    return Value(
        low, high, said, start, end, low != high or first.open, spelled or (first.short and fraction is None), factors, share=share
    ), next_at


_Three = tuple[Fraction, Fraction, Fraction]


def _fraction(text: str, atoms: list[Atom], at: int) -> tuple[_Three, int, int] | None:
    """三分之一, 百分之七十, 1/3: gives what it is, its end, and the next atom's place."""
    if at + 1 >= len(atoms):
        return None
    below, above = atoms[at], atoms[at + 1]
    if parts := _PARTS.fullmatch(text, below.end, above.start):
        sign = -1 if parts.group(1) else 1
        if below.open or not below.said:
            return None
        last, after = above, at + 2
        if after < len(atoms) and SEPARATOR.fullmatch(text, above.end, atoms[after].start) and not _PARTS.match(text, atoms[after].end):
            last, after = atoms[after], after + 1  # 百分之三到五
        ends = sorted((above.low / below.said * sign, last.high / below.said * sign))
        return (ends[0], ends[1], above.said / below.said * sign), last.end, after
    if _OVER.fullmatch(text, below.end, above.start) and _may_divide(text, below, above):
        share = below.said / above.said
        return (share, share, share), above.end, at + 2
    return None


def _may_divide(text: str, above: Atom, below: Atom) -> bool:
    """Only bare figures divide, and not 2026/11/29 or 12/5-6."""
    figures = text[above.start : above.end] + text[below.start : below.end]
    alone = text[below.end : below.end + 1] != "/" and text[above.start - 1 : above.start] != "/"
    return figures.isdigit() and bool(below.said) and alone


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
