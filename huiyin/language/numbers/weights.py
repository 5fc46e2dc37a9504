"""Weights in grams, and what one piece weighs: 200多万斤, 四五斤一条, 每条4到5斤."""

from __future__ import annotations

import re

from huiyin.language.numbers.model import MOST_STORED, Weight
from huiyin.language.numbers.quantities import measured
from huiyin.language.numbers.units import GRAMS, PIECES, grams, weight_unit
from huiyin.language.numbers.values import Value, values_in

_EACH_AFTER = re.compile(rf"\s?(?:的)?\s?(?:/|[一每]\s?)({PIECES})(?!半)")
_SUM = r"[\d.零一二三四五六七八九十百千两]"
_PRICED_BEFORE = re.compile(rf"(?:[块元毛角]{_SUM}{{0,4}}|[块元毛角]钱|¥[\d.]{{1,9}}|/)\s?[每一]?\s?\Z")  # 8块5一斤, 3元/500g
_PRICED_AFTER = re.compile(rf"\s?(?:只?要|只?卖|才|就)?\s?(?:{_SUM}{{1,9}}\s?[块元毛角]|¥)")  # 一斤12块
_EACH_BEFORE = re.compile(rf"(?:[一每1]\s?({PIECES})[\u4e00-\u9fff]{{0,6}}|单({PIECES})[重约]{{0,2}})\s?\Z")  # 一条大概有


def weight_in(text: str) -> Weight | None:
    """Gives the first weight a text names, or None. Takes any text; a weight below nothing is none."""
    return next(iter(weights_in(text)), None)


def weights_in(text: str) -> list[Weight]:
    """Gives all weights that a text names, in whole grams, from left to right; not the one that a price is for (8块5一斤)."""
    plain, values = values_in(text)
    weighed = [(value, unit) for value, unit in measured(plain, values, weight_unit) if unit and value.low >= 0]
    found = [_weight(text, plain, value, unit) for value, unit in weighed if not _priced(plain, value)]
    return [weight for weight in found if weight.to_grams <= MOST_STORED]


def _priced(text: str, value: Value) -> bool:
    before = _PRICED_BEFORE.search(text, max(0, value.start - 12), value.start)
    return not value.open and bool(before or _PRICED_AFTER.match(text, value.end))


def _weight(text: str, plain: str, value: Value, unit: str) -> Weight:
    start, end, each = value.start, value.end, ""
    if after := _EACH_AFTER.match(plain, end):
        each, end = after.group(1), after.end()
    elif before := _EACH_BEFORE.search(plain, max(0, start - 12), start):
        each, start = before.group(1) or before.group(2), before.start()
    ends = grams(value.low, unit), grams(value.high, unit), grams(value.said, unit)
    exact = (value.said * GRAMS[unit]).denominator == 1
    return Weight(*ends, value.open or not exact, value.bound, start, end, text[start:end], each)
