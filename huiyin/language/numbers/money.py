"""Amounts of money: 8块5, 十二块五, 六毛, 三千多欧元, 人民币数十亿元, 壹拾壹元壹角整, ¥3.50."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from huiyin.language.numbers.model import Money
from huiyin.language.numbers.spans import joined, ranged, rough
from huiyin.language.numbers.units import CODES, CURRENCY_BEFORE, LONGEST_NAME, currency, piece_unit, weight_unit
from huiyin.language.numbers.values import Value, values_in

_JIAO = re.compile(r"\s?(?:角(?![形度色落逐])|毛(?![利病巾豆竹衣线笔重料驴]))")
_FEN = re.compile(r"\s?分(?:钱)?(?![之钟别])")
_TAIL = re.compile(r"\s?(?:钱)?(?:[整正])?")
_HALF = re.compile(r"(多|来|余)|(半)")
_KEPT = Fraction(1, 10), Fraction(1, 100)


def money_in(text: str) -> Money | None:
    """Gives the first amount of money a text names, or None.

    Where no currency is named a bare number is yuan: who is asked for an amount writes 三百万. Takes any text.
    """
    plain, values = values_in(text)
    found = money_values(plain, values)
    value, code = found[0] if found else (None, "")
    if value is None:
        if not values:
            return None
        value, code = bare(plain, values), "CNY"
    words = text[value.start : value.end]
    return Money(value.low, value.high, value.said, code, value.open, value.bound, value.start, value.end, words)


def bare(text: str, values: list[Value]) -> Value:
    """Gives the first number, or range of numbers, without any unit."""
    first = values[0]
    if len(values) > 1 and ranged(text, first, values[1]):
        first = joined(first, values[1])
    return rough(text, first, first.end)


def money_values(text: str, values: list[Value]) -> list[tuple[Value, str]]:
    """Gives the amounts in a plain text, each with its currency, ranges put together."""
    found, at = [], 0
    while at < len(values):
        value, code, after = _amount(text, values, at)
        if after < len(values) and ranged(text, value, values[after]):
            second, second_code, then = _amount(text, values, after)
            if second_code and (not code or code == second_code or code == "CNY"):
                value = joined(value, second if not code else replace(second, factors=()))
                code, after = second_code, then
        if code and not value.share:
            found.append((_marked(text, value), code))
        at = after
    return found


def _marked(text: str, value: Value) -> Value:
    """Rough words may stand before and after the name of the currency: 约人民币三万元, 人民币约三万元."""
    before = _before(text, value.start)
    value = rough(text, value, value.end)
    if before is not None:
        value = replace(value, start=min(value.start, before.start()))
        return rough(text, value, value.end)
    return value


def _before(text: str, at: int) -> re.Match[str] | None:
    return CURRENCY_BEFORE.search(text, max(0, at - LONGEST_NAME), at)


def _amount(text: str, values: list[Value], at: int) -> tuple[Value, str, int]:
    """Gives the amount that begins with a number, its currency ("" where it is none), and the next number's place."""
    value = values[at]
    named = _before(text, value.start)
    code = CODES[named.group(1) or named.group(2)] if named else ""
    after, end = currency(text, value.end)
    at += 1
    if after:
        if half := _HALF.match(text, end):
            more = Fraction(1, 2) if half.group(2) else Fraction(0)
            value = replace(value, low=value.low + more, high=value.high + (more or 1), said=value.said + more, open=value.open or not more)
            end = half.end()
        elif after == "CNY":
            value, end, at = _change(text, values, value, end, at)
        code = after if after != "CNY" or not code else code
    elif (small := _JIAO.match(text, value.end)) or (_FEN.match(text, value.end) and not code):
        value, end, at = _small(text, values, value, at, bool(small))
        code = "CNY"
    elif not code:
        return value, "", at
    end = _TAIL.match(text, end).end()  # type: ignore[union-attr]  # it matches nothing too
    again, again_end = currency(text, end)
    if (again and again != "CNY") or (again and text[end:again_end].strip() == "人民币"):
        code, end = again, again_end
    return replace(value, end=end), code, at


def _small(text: str, values: list[Value], value: Value, at: int, jiao: bool) -> tuple[Value, int, int]:
    part = _KEPT[0] if jiao else _KEPT[1]
    amount = replace(value, low=value.low * part, high=value.high * part, said=value.said * part)
    end = (_JIAO if jiao else _FEN).match(text, value.end).end()  # type: ignore[union-attr]  # the caller has seen it
    if jiao and text[end : end + 1] == "半":
        return _plus(amount, replace(value, low=_KEPT[0] / 2, high=_KEPT[0] / 2, said=_KEPT[0] / 2, open=False)), end + 1, at
    if jiao and at < len(values) and values[at].start == end:
        return _last(text, values, amount, end, at, 2)
    return amount, end, at


def _change(text: str, values: list[Value], value: Value, end: int, at: int) -> tuple[Value, int, int]:
    """What follows the yuan: 5 or 五毛, 零五分, 六角七分, 50."""
    if at >= len(values) or values[at].start != end or values[at].low < 0:
        return value, end, at
    return _last(text, values, value, end, at, 1)


def _last(text: str, values: list[Value], amount: Value, end: int, at: int, place: int) -> tuple[Value, int, int]:
    """Adds what stands after the unit of a place (1: yuan, 2: jiao), up to the fen."""
    while at < len(values) and values[at].start == end and place <= 2:
        change = values[at]
        if (jiao := _JIAO.match(text, change.end)) and place == 1:
            part, end, place = _KEPT[0], jiao.end(), 2
        elif fen := _FEN.match(text, change.end):
            part, end, place = _KEPT[1], fen.end(), 3
        elif _counts_else(text, change) or change.high >= 100 or change.said.denominator != 1:
            break
        else:
            digits = len(text[change.start : change.end])
            spelled = place == 1 and (digits == 1 or change.open) and change.high < 10
            if not (spelled or (place == 2 and change.high < 10) or (text[change.start].isdigit() and digits == 2 and place == 1)):
                break
            part, end, place = (_KEPT[0] if spelled else _KEPT[1]), change.end, 3
        amount, at = _plus(amount, replace(change, low=change.low * part, high=change.high * part, said=change.said * part)), at + 1
    return amount, end, at


def _counts_else(text: str, value: Value) -> bool:
    """10块3斤: the second number is of something else."""
    return bool(weight_unit(text, value.end)[0] or piece_unit(text, value.end)[0] or currency(text, value.end)[0])


def _plus(one: Value, other: Value) -> Value:
    return replace(
        one, low=one.low + other.low, high=one.high + other.high, said=one.said + other.said, open=one.open or other.open, factors=()
    )
