"""Where numerals stand in a text, and where a figure is only part of a word. What stands around them is read in spans.py."""

from __future__ import annotations

import re
from collections.abc import Iterator

from huiyin.language.numbers.figures import MEASURES, is_word
from huiyin.language.numbers.model import MOST
from huiyin.language.numbers.numeral import ARABIC, CHINESE, HALF, LONGEST_ROW, Numeral
from huiyin.language.numbers.sums import Atom

_START = re.compile(r"[\d零一二三四五六七八九十两幺廿卅卌半仨俩]|(?<![.\d])\.\d|好?几(?=[十百千万亿])|好几|数(?=[十百千万亿])|[百千万亿]")
_LIANG = re.compile("两(?![百千万亿])")
_NOT_A_SUM = re.compile(r"[总人岁次少多户件分倍参指系计基]\Z")  # 总数十, 人数百
_BEFORE_BARE = re.compile(r"(?:[上近超逾约过满成数]|将近|接近|超过|突破|不到|好几|分\s?之)\s?\Z")
_AFTER_BARE = re.compile(
    rf"[百千](?!分)(?:[一二三四五六七八九十几]|[万亿]?\s?(?:{MEASURES})|把|儿?八)|[百千万]儿八"
    rf"|[百千万]把?(?:块|元|斤|公斤|吨|人|只|条|头)|[百千万]\s{{0,2}}分\s{{0,2}}之"
)


def atoms_in(original: str, text: str) -> Iterator[Atom]:
    """Gives the numerals of a text, from left to right. Takes the text as it is and in plain figures."""
    at = last = 0
    while found := _START.search(text, at):
        row = (ARABIC if text[found.start()] in "0123456789." else CHINESE).match(text, found.start())
        if row and row.end() - row.start() > LONGEST_ROW:
            at = row.end()
            continue
        weighs = 0 < last == found.start() and bool(_LIANG.match(text, last))  # 三两, 两万两: the unit of weight
        atom = None if weighs or not _may_begin(text, found.start()) else Numeral(text, found.start()).read()
        at = last = max(found.start() + 1, atom.end if atom else 0)
        if atom and not is_word(original, text, atom.start, atom.end) and atom.high < MOST:
            yield atom


def _may_begin(text: str, at: int) -> bool:
    before = text[max(0, at - 3) : at]
    if text[at] == "数":
        return not _NOT_A_SUM.search(before)
    if text[at] in "百千万亿":
        return bool(_BEFORE_BARE.search(before) or _AFTER_BARE.match(text, at))
    return text[at] != "半" or bool(HALF.match(text, at))
