"""What something costs: 8块5一斤, 3元/斤, 一斤12块, 每吨8000元, 10块3斤, 面议, 电话联系."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from huiyin.language.numbers.model import MOST_STORED, Price
from huiyin.language.numbers.money import bare, money_values
from huiyin.language.numbers.spans import loosened_after
from huiyin.language.numbers.units import GRAMS, PIECES, weight_unit
from huiyin.language.numbers.values import Value, values_in

_TALK = "联系|商量|商议|商谈|详谈|面议|面谈|咨询|问价|询价|议价|谈|说|问|定"
BY_PHONE = re.compile(
    f"(?:电话|微信)(?:{_TALK})|(?:打电话|来电|致电|电联|电询)(?:{_TALK})?|(?:价格?|价钱)?(?:面议|面谈|面商|电议|另议|再议|好商量|可商量)"
    r"|\A\s?(?:电话|微信)\s?\Z"
)
_UNITS = rf"公斤|千克|kg|市斤|斤|公吨|吨|t|两|担|克|g|{PIECES}"
_AFTER = re.compile(
    rf"\s?(?:钱)?\s?(?:(?:/|每|一)\s?({_UNITS})(?![a-z])|(?:/|每)\s?(\d{{1,3}}|[两三四五六七八九十])\s?({_UNITS})(?![a-z]))"
)
_COUNT_AFTER = re.compile(rf"\s?(\d{{1,4}}|[两三四五六七八九十])\s?({_UNITS})(?![a-z])")
_BEFORE = re.compile(
    rf"(?:(?:[每一1]|单价)\s?(?:个)?({_UNITS})|(?<!\d)(\d{{1,4}}|[两三四五六七八九十])\s?({_UNITS}))\s?(?:要|卖|才|只要|只卖|是|价|售价|收购价|:|,|=|就)?\s?\Z"
)
_CHINESE = {c: n for n, c in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_ALONE = re.compile(r"\s?(?:$|[^\w\s%.:/-])")
_MOST_BARE = 10**7  # yuan: a greater number without a currency is a telephone's
_PER = {"jin": "jin", "kg": "kg", "t": "t", "liang": "jin", "dan": "jin", "g": "kg"}


def price_in(text: str) -> Price | None:
    """Gives the first price a text names, in fen for a jin, kg, t or piece; or that it is talked over by phone; or None.

    Where no currency is named a bare number is yuan. 10块3斤 is the price of one of the three, rough where it does not divide.
    """
    plain, values = values_in(text)
    amounts = [value for value, code in money_values(plain, values) if code == "CNY"]
    phone = BY_PHONE.search(plain)
    if not amounts and phone:
        return Price(None, None, "", False, "", phone.start(), phone.end(), text[phone.start() : phone.end()], True)
    found = [_price(text, plain, amount) for amount in amounts or _bare(plain, values) if amount.low >= 0]
    found = [price for price in found if price.to_fen is not None and price.to_fen <= MOST_STORED]
    return next((price for price in found if price.per), found[0] if found else None)


def _bare(text: str, values: list[Value]) -> list[Value]:
    """Numbers without a currency, and of nothing else: 3.5 and 3.5/斤, not 200斤 or 5折."""
    found = [bare(text, values[at : at + 2]) for at in range(len(values))]
    found = [one for one in found if one.high < _MOST_BARE and not one.share]
    return [one for one in found if _AFTER.match(text, one.end) or _ALONE.match(text, one.end)]


def _price(text: str, plain: str, amount: Value) -> Price:
    start, end, unit, count = amount.start, amount.end, "", 1
    if after := _AFTER.match(plain, end):
        unit, count, end = after.group(1) or after.group(3), _count(after.group(2)), after.end()
    elif before := _BEFORE.search(plain, max(0, start - 12), start):
        unit, count, start = before.group(1) or before.group(3), _count(before.group(2)), before.start()
    elif counted := _COUNT_AFTER.match(plain, end):
        unit, count, end = counted.group(2), _count(counted.group(1)), counted.end()
    amount = loosened_after(plain, replace(amount, end=end)) if unit else amount  # 12元/斤起
    end = amount.end
    per, share = _per(unit)
    value = replace(amount, low=amount.low * share / count * 100, high=amount.high * share / count * 100)
    exact = value.low.denominator == value.high.denominator == 1
    return Price(round(value.low), round(value.high), per, value.open or not exact, value.bound, start, end, text[start:end])


def _count(text: str | None) -> int:
    return max(1, _CHINESE.get(text, 0) or int(text)) if text else 1


def _per(unit: str) -> tuple[str, Fraction]:
    """Gives what the price is for, and how many of the unit said that is."""
    if not unit:
        return "", Fraction(1)
    weight = weight_unit(unit, 0)[0]
    if not weight:
        return "piece", Fraction(1)
    per = _PER[weight]
    return per, Fraction(GRAMS[per], GRAMS[weight])
