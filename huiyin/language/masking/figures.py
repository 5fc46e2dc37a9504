"""Numbers that lead to a person: phones, identity numbers (GB 11643), bank cards (ISO/IEC 7812), however they are spaced out or written.

A run of figures with the usual separators is taken apart into its groups; from each group on the longest number that is one is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import reduce

from huiyin.language.masking.model import Found, Kind

_SEPARATOR = r"[ \t\u3000\-‐‑–—.·_()（）\u200b-\u200d\u2060\ufeff]"
_RUN = re.compile(rf"[0-9](?:{_SEPARATOR}{{0,2}}[0-9])*(?:{_SEPARATOR}?[Xx](?![A-Za-z]))?")
_GROUP = re.compile(r"[0-9]+[Xx]?|[Xx]")
_SPELLED = re.compile("[零〇一二三四五六七八九幺]{7,}")
_AS_FIGURES = str.maketrans({**{chr(0xFF10 + n): str(n) for n in range(10)}, "Ｘ": "X", "ｘ": "x", "－": "-"})
_SPELLED_AS_FIGURES = str.maketrans("零〇一二三四五六七八九幺", "001234567891")
_LONGEST = 23  # figures: a card of 19, a phone behind its country's code, an extension
_MOST_GROUPS = 20

_PROVINCES = {11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83, 91}  # fmt: skip  # noqa: E501
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_MOBILE = re.compile(r"(?:0086|86|0)?1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(?:0086|86)?(?:0(?:10|2[0-9])[2-9][0-9]{7}|0[3-9][0-9]{2}[2-9][0-9]{6,7})")
_SAYS_PHONE = re.compile(r"(?:电话|手机|座机|热线|致电|拨打|来电|联系方式|号码|tel|phone|mobile)[^0-9，。；,;\n]{0,6}$", re.IGNORECASE)
_SAYS_CARD = re.compile(r"(?:卡号|账号|帐号|账户|帐户|银行卡|存折|card)[^0-9，。；,;\n]{0,8}$", re.IGNORECASE)
_SAYS_ID = re.compile(r"(?:身份证|证件号|身份号|ID)[^0-9，。；,;\n]{0,8}$", re.IGNORECASE)
_LOOK_BACK = 20


def plain(text: str) -> str:
    """Gives the text, character for character, with full-width figures and long spelled ones (一三八零零…) as 0 to 9."""
    return _SPELLED.sub(lambda found: found[0].translate(_SPELLED_AS_FIGURES), text.translate(_AS_FIGURES))


def find_figures(read: str) -> Iterator[Found]:
    """Gives the personal numbers of a text that `plain` made."""
    for run in _RUN.finditer(read):
        groups = [(run.start() + g.start(), run.start() + g.end()) for g in _GROUP.finditer(run[0])]
        at = 0
        while at < len(groups):
            taken, found = _from(read, groups, at, run.start())
            if found:
                yield found
            at += taken


def _from(read: str, groups: list[tuple[int, int]], at: int, run: int) -> tuple[int, Found | None]:
    """Gives how many groups the longest number from here takes, and it; one and None where none begins here."""
    start = groups[at][0]
    joined: list[str] = []
    best: tuple[int, Found | None] = (1, None)
    before = read[max(0, start - _LOOK_BACK) : start]
    for count, (begin, end) in enumerate(groups[at : at + _MOST_GROUPS], start=1):
        joined.append(read[begin : min(end, begin + _LONGEST + 1)])
        figures = "".join(joined)
        if len(figures) > _LONGEST:
            break
        kind = _kind(figures, before, joined)
        if kind:
            best = (count, Found(start, end, kind[0], kind[1]))
    return best


def _kind(figures: str, before: str, groups: list[str]) -> tuple[Kind, bool] | None:
    whole = len(groups) == 1
    if len(figures) == 18 and is_id_number(figures):
        return Kind.ID_NUMBER, True
    if not figures.isdecimal():
        near = len(figures) == 18 and figures[:17].isdecimal() and _born(figures[6:14])
        return (Kind.ID_NUMBER, False) if near and whole else None
    if _MOBILE.fullmatch(figures):
        return Kind.PHONE, True
    if 16 <= len(figures) <= 19 and figures[0] in "34569" and passes_luhn(figures) and _grouped_as_a_card(groups):
        return Kind.BANK_CARD, True
    if _LANDLINE.fullmatch(figures) and len(groups) <= 4:
        return Kind.PHONE, True
    return _told(figures, before, whole)


def _told(figures: str, before: str, whole: bool) -> tuple[Kind, bool] | None:
    """What is no number by itself, but is called one or looks like one with a slip of the pen in it."""
    if whole and len(figures) == 18 and int(figures[:2]) in _PROVINCES and _born(figures[6:14]):
        return Kind.ID_NUMBER, False
    if whole and len(figures) == 15 and int(figures[:2]) in _PROVINCES and _born("19" + figures[6:12]):
        return Kind.ID_NUMBER, False
    if 15 <= len(figures) <= 18 and _SAYS_ID.search(before):
        return Kind.ID_NUMBER, False
    if 12 <= len(figures) <= 22 and _SAYS_CARD.search(before):
        return Kind.BANK_CARD, False
    if 7 <= len(figures) <= 12 and not figures.startswith(("400", "800", "95", "96")) and _SAYS_PHONE.search(before):
        return Kind.PHONE, False
    return None


def _grouped_as_a_card(groups: list[str]) -> bool:
    return len(groups) == 1 or all(len(group) == 4 for group in groups[:-1]) or all(len(group) == 1 for group in groups)


def is_id_number(figures: str) -> bool:
    """Gives whether these 18 characters are a resident's identity number: province, day of birth and check digit (ISO 7064, MOD 11-2)."""
    if not figures[:17].isdecimal() or int(figures[:2]) not in _PROVINCES or not _born(figures[6:14]):
        return False
    return "10X98765432"[sum(int(f) * w for f, w in zip(figures, _WEIGHTS, strict=False)) % 11] == figures[17:].upper()


def _born(figures: str) -> bool:
    try:
        return 1850 <= date(int(figures[:4]), int(figures[4:6]), int(figures[6:8])).year <= 2100
    except ValueError:
        return False


def passes_luhn(figures: str) -> bool:
    """Gives whether the last figure of a card's number is the check digit of the others (ISO/IEC 7812-1, Annex B)."""
    doubled = "0246813579"
    return reduce(lambda sum_, at: sum_ + int(doubled[int(at[1])] if at[0] % 2 else at[1]), enumerate(reversed(figures)), 0) % 10 == 0
