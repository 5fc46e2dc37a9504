"""Numbers of something: 四五斤, 两百五十斤左右, 三斤二两, 1吨到2吨, 六条."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction

from huiyin.language.numbers.model import MOST, Number, Quantity
from huiyin.language.numbers.money import money_values
from huiyin.language.numbers.spans import joined, number, ranged, rough
from huiyin.language.numbers.units import GRAMS, piece_unit, weight_unit
from huiyin.language.numbers.values import Value, values_in

Unit = Callable[[str, int], tuple[str, int]]
_MORE_AFTER = re.compile(r"\s?(?:([多余来])(?![少于余])|(半)|(一点|些许))")


def number_in(text: str) -> Number | None:
    """Gives the first number a text names, exact or rough, or None. Takes any text; beyond 2,000 characters nothing is read."""
    return next(iter(numbers_in(text)), None)


def numbers_in(text: str) -> list[Number]:
    """Gives all numbers that a text names, from left to right: 三万二, 1.5万, 两三百, 三分之一, 8%, 近三万, 两到三万."""
    plain, values = values_in(text)
    return [number(text, value) for value, _unit in measured(plain, values, lambda _text, at: ("", at))]


def quantities_in(text: str) -> list[Quantity]:
    """Gives the numbers of something that a text names: of weight (jin, kg, g, t, liang, dan), money (CNY, …), pieces (条)."""
    plain, values = values_in(text)
    found = money_values(plain, values)
    taken = {place for value, _code in found for place in range(value.start, value.end)}
    found += [(value, unit) for value, unit in measured(plain, values, _goods) if unit and value.start not in taken]
    return [Quantity(number(text, value), unit) for value, unit in sorted(found, key=lambda one: one[0].start)]


def _goods(text: str, at: int) -> tuple[str, int]:
    found = weight_unit(text, at)
    return found if found[0] else piece_unit(text, at)


def measured(text: str, values: list[Value], unit: Unit) -> Iterator[tuple[Value, str]]:
    """Gives each number with its unit ("" where none stands), ranges put together, with what makes them rough."""
    at = 0
    while at < len(values):
        value, name, end, at = _one(text, values, at, unit)
        if at < len(values) and ranged(text, replace(value, end=end), values[at]):
            second, second_name, second_end, after = _one(text, values, at, unit)
            whole = _range(value, name, second, second_name)
            if whole is not None:
                value, name, end, at = whole, name or second_name, second_end, after
        if max(abs(value.low), abs(value.high)) < MOST:
            yield rough(text, value, end), name


def _range(first: Value, name: str, second: Value, second_name: str) -> Value | None:
    if name and second_name and name != second_name:
        if name not in GRAMS or second_name not in GRAMS:
            return None
        ratio = Fraction(GRAMS[second_name], GRAMS[name])
        second = replace(second, low=second.low * ratio, high=second.high * ratio, factors=())
    whole = joined(first, second if not name else replace(second, factors=() if name == second_name else second.factors))
    return whole if whole.low >= 0 else None


def _one(text: str, values: list[Value], at: int, unit: Unit) -> tuple[Value, str, int, int]:
    """Gives a number, its unit, where that ends, and the next number's place; 三斤半, 三斤多 and 三斤二两 are one."""
    value, at = values[at], at + 1
    name, end = unit(text, value.end)
    if not name and text[value.end : value.end + 1] == "+" and unit(text, value.end + 1)[0]:
        value = replace(value, bound="least", open=True)  # 10万+斤
        name, end = unit(text, value.end + 1)
    if not name and text[value.end : value.end + 2] == "个半":
        return replace(value, low=value.low + _HALF, high=value.high + _HALF, said=value.said + _HALF), "", value.end + 2, at
    if not name:
        return value, name, end, at
    if more := _MORE_AFTER.match(text, end):
        half = Fraction(1, 2) if more.group(2) else Fraction(0)
        if more.group(2) or value.said.denominator == 1:
            wide = Fraction(0) if half else Fraction(1, 2)
            value = replace(
                value, low=value.low + half, high=value.high + (half or wide * 2), said=value.said + half, open=value.open or not half
            )
            end = more.end()
            if name == "个":
                name, end = unit(text, end) if unit(text, end)[0] else (name, end)
            return value, name, end, at
    if name in GRAMS:
        value, end, at = _smaller(text, values, value, name, end, at)
    return value, name, end, at


def _smaller(text: str, values: list[Value], value: Value, name: str, end: int, at: int) -> tuple[Value, int, int]:
    """三斤二两, 1吨300公斤: what follows at once in a smaller unit is added."""
    while at < len(values) and values[at].start == end and values[at].low >= 0:
        following = values[at]
        smaller, smaller_end = weight_unit(text, following.end)
        if not smaller or GRAMS[smaller] >= GRAMS[name] or following.high * GRAMS[smaller] >= GRAMS[name]:
            break
        ratio = Fraction(GRAMS[smaller], GRAMS[name])
        value = replace(
            value,
            low=value.low + following.low * ratio,
            high=value.high + following.high * ratio,
            said=value.said + following.said * ratio,
            open=value.open or following.open,
        )
        end, at = smaller_end, at + 1
    return value, end, at


_HALF = Fraction(1, 2)
