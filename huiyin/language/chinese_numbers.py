"""Numbers as people write them: 12, １２, 十二, 一二, 两千零四, 3.5万. Pure Python."""

from __future__ import annotations

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "仨": 3}
_DIGITS |= {c: n for n, c in enumerate("０１２３４５６７８９")} | {str(n): n for n in range(10)}
_TENS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10_000, "亿": 100_000_000}
NUMBER_CHARACTERS = "零〇一二两三四五六七八九十百千万廿卅"
_LONGEST = 24


def read_number(text: str) -> float | None:
    """Gives the number a text writes in Arabic, full-width or Chinese figures, or None where it is none.

    Figures one after the other are read as such (二〇二六 is 2026); 廿 and 卅 are twenty and thirty.
    """
    if not text or len(text) > _LONGEST:
        return None
    text = text.replace("廿", "二十").replace("卅", "三十").replace("．", ".")
    if "." in text:
        return _decimal(text)
    if all(c in _DIGITS for c in text):
        return float(int("".join(str(_DIGITS[c]) for c in text)))
    return _grouped(text)


def read_whole(text: str) -> int | None:
    """Gives the whole number a text writes, or None."""
    number = read_number(text)
    return None if number is None or number != int(number) else int(number)


def _decimal(text: str) -> float | None:
    factor = 1
    if text[-1] in _GROUPS:
        factor, text = _GROUPS[text[-1]], text[:-1]
    whole, _, part = text.partition(".")
    if not (whole and part and all(c in _DIGITS for c in whole + part)):
        return None
    return float("".join(str(_DIGITS[c]) for c in whole) + "." + "".join(str(_DIGITS[c]) for c in part)) * factor


def _grouped(text: str) -> float | None:
    total = section = 0
    run = ""
    for character in text:
        if character in _DIGITS:
            run += str(_DIGITS[character])
        elif character in _TENS:
            section += (int(run) if run else 1) * _TENS[character]
            run = ""
        elif character in _GROUPS:
            total = (total + section + (int(run) if run else 0)) * _GROUPS[character]
            section, run = 0, ""
        else:
            return None
    return float(total + section + (int(run) if run else 0))
