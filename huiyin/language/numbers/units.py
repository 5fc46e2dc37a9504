"""Units of weight, and the names of currencies, as people write them."""

from __future__ import annotations

import re
from fractions import Fraction

#: Grams of a unit. The jin of the market is half a kilogram since 1959; ten liang make a jin, a hundred jin a dan.
GRAMS = {"jin": 500, "kg": 1000, "g": 1, "t": 1_000_000, "liang": 50, "dan": 50_000}
_WEIGHTS = {
    "公斤": "kg", "千克": "kg", "kg": "kg", "市斤": "jin", "华斤": "jin", "斤": "jin", "公吨": "t", "吨": "t", "t": "t",
    "克": "g", "g": "g",
    "市两": "liang", "两": "liang", "市担": "dan", "担": "dan",
}  # fmt: skip
_WEIGHT = re.compile(
    r"\s{0,2}(?:(公斤|千克|市斤|华斤|斤(?!顶)|公吨|吨|克(?![服扣制拉])|市两|两(?!岸|会|地|边|[百千万亿])|市担|担(?![心任保当负]))|(kg|t|g)(?![a-z\d]|\s?(?:网|信号|手机|基站|时代|流量|套餐|硬盘|内存|卡)))"
)
PIECES = "条|尾|只|头|个|颗|粒|枚|箱|袋|筐|篓|件|份|包|盒|瓶|桶|罐|串|根|株|棵|盆|朵|捆|匹|块|坨|挂|板|听|把|扎|对|打"
_PIECE = re.compile(rf"\s?({PIECES})(?!半|钱|[把多]?月|百|亿)")

_CURRENCIES = {
    "CNY": "人民币|rmb|cny|元|块钱|块", "USD": "美元|美金|美刀|usd|us$", "HKD": "港元|港币|港纸|hkd|hk$", "TWD": "新台币|台币|twd|nt$",
    "MOP": "澳门元|澳门币|mop", "JPY": "日元|日币|jpy", "EUR": "欧元|eur|€", "GBP": "英镑|gbp|£",
    "AUD": "澳元|澳币|澳大利亚元|aud",
    "CAD": "加元|加币|加拿大元|cad", "NZD": "新西兰元|纽币|nzd", "KRW": "韩元|韩币|krw", "KPW": "朝鲜元", "THB": "泰铢|泰币|thb",
    "RUB": "卢布|rub",
    "SGD": "新加坡元|新加坡币|坡币|新币|新元|sgd", "CHF": "瑞士法郎|瑞郎|法郎|chf", "INR": "印度卢比|卢比|inr",
    "MYR": "林吉特|马币|令吉|myr",
    "VND": "越南盾|vnd",
    "IDR": "印尼盾|印尼卢比", "PHP": "菲律宾比索|比索", "MMK": "缅元|缅币", "LAK": "老挝基普|基普", "SEK": "瑞典克朗",
    "NOK": "挪威克朗", "DKK": "丹麦克朗", "BRL": "巴西雷亚尔|雷亚尔", "ZAR": "南非兰特|兰特", "TRY": "土耳其里拉|里拉", "MNT": "图格里克",
    "AED": "迪拉姆", "SAR": "沙特里亚尔|里亚尔",
}  # fmt: skip
CODES = {name: code for code, names in _CURRENCIES.items() for name in names.split("|")}
CODES |= {"¥": "CNY", "$": "USD"}
_NAMES = "|".join(re.escape(name) for name in sorted(CODES, key=len, reverse=True) if name not in ("元", "块", "块钱", "¥", "$"))
_CURRENCY = re.compile(
    rf"\s?(?:(?P<yuan>元|块(?:钱|(?![地田木砖肉糖布牌表饼]|石(?!斑)|豆腐|玻璃)))(?!旦|宵|月|素|老)|(?P<name>{_NAMES})(?![a-z]))"
)
_NAMED = re.compile(rf"\s?({_NAMES})(?![a-z\d])")
CURRENCY_BEFORE = re.compile(rf"(?:({_NAMES})|([¥$]))(?:约|大约|近|共|计|:)?\s?\Z")
LONGEST_NAME = max(len(name) for name in CODES) + 4


def weight_unit(text: str, at: int) -> tuple[str, int]:
    """Gives the unit of weight that stands at a place of a plain text, and its end; or "" and the place."""
    found = _WEIGHT.match(text, at)
    return (_WEIGHTS[found.group(1) or found.group(2)], found.end()) if found else ("", at)


def piece_unit(text: str, at: int) -> tuple[str, int]:
    """Gives the measure word of a piece (条) that stands at a place, and its end; or "" and the place."""
    found = _PIECE.match(text, at)
    return (found.group(1), found.end()) if found else ("", at)


def currency(text: str, at: int) -> tuple[str, int]:
    """Gives the currency named at a place, and its end, or "" and the place. 三万元欧元 is euros."""
    found = _CURRENCY.match(text, at)
    if found is None:
        return "", at
    code, end = CODES.get(found.group("name") or "", "CNY"), found.end()
    if found.group("yuan") and (named := _NAMED.match(text, end)):
        return CODES[named.group(1)], named.end()
    return code, end


def grams(number: Fraction, unit: str) -> int:
    """Gives the whole grams of a number of a unit, the nearest."""
    return round(number * GRAMS[unit])
