"""Names of people: found by their sound, and found after an @."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from huiyin.language.folding import fold

T = TypeVar("T")

MENTIONS_LIMIT = 100  # in one text; who names more people means everyone
_NAME_LENGTH = 100  # characters looked at after an @
_AT = re.compile("[@＠]")

# Characters that sound otherwise as a surname than in a sentence; whoever knows the person types the former.
_SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "区": "ou", "仇": "qiu", "查": "zha", "朴": "piao", "盖": "ge", "乐": "yue", "任": "ren",
    "翟": "zhai", "尉": "wei", "召": "shao", "种": "chong", "秘": "bi", "冼": "xian", "缪": "miao", "覃": "qin", "繁": "po", "洗": "xian",
    "员": "yun", "贠": "yun", "折": "she", "华": "hua", "燕": "yan", "宁": "ning", "车": "che", "葛": "ge", "柏": "bai", "卜": "bu",
}  # fmt: skip


def pinyin_keys(name: str) -> str:
    """Gives what a name is found by when typed by its sound: "周建国" → "zhoujianguo zjg". Takes a name; other letters stay, in small."""
    from pypinyin import Style, lazy_pinyin  # its tables take a while to load, and most processes never ask

    name = fold(name).strip()[:_NAME_LENGTH]
    syllables = lazy_pinyin(name, style=Style.NORMAL, errors=_letters)
    keys = _keys(syllables)
    surname = _SURNAMES.get(name[:1])
    if surname and syllables[0] != surname:
        keys += _keys([surname, *syllables[1:]])
    return " ".join(dict.fromkeys(keys))


def _keys(syllables: list[str]) -> list[str]:
    parts = [part for syllable in syllables for part in syllable.split()]
    return ["".join(parts), "".join(part[0] for part in parts)] if parts else []


def _letters(characters: str) -> str:
    """What is no Chinese: its letters and digits, a word each; anything else (a dot between names, a bracket) makes a pause."""
    return "".join(c if c.isalnum() else " " for c in characters).strip() or " "


def find_mentions(text: str, names: Mapping[str, T]) -> list[tuple[int, int, T]]:
    """Gives who is named by "@" and a name in the text: (start, end, what the mapping holds); the longest name wins.

    Takes the text and the names that may be meant. "＠" serves as well; capital letters do not matter; the @ of a mail address
    is none. The time taken grows with the text alone, however many names there are.
    """
    small: dict[str, T] = {}
    for name, meant in names.items():
        small.setdefault(name.lower(), meant)
    lengths = sorted({len(name) for name in names if 0 < len(name) <= _NAME_LENGTH}, reverse=True)
    found: list[tuple[int, int, T]] = []
    place = 0
    while lengths and len(found) < MENTIONS_LIMIT:
        sign = _AT.search(text, place)
        if sign is None:
            break
        place = sign.start()
        end = 0 if _in_mail_address(text, place) else _name_ends(text, place + 1, lengths, small)
        if end:
            label = text[place + 1 : end]
            found.append((place, end, names[label] if label in names else small[label.lower()]))
        place = end or place + 1
    return found


def _name_ends(text: str, start: int, lengths: list[int], names: Mapping[str, object]) -> int:
    following = text[start : start + lengths[0]]
    for length in lengths:
        label = following[:length]
        if len(label) == length and label.lower() in names and not _runs_on(text, start + length):
            return start + length
    return 0


def _runs_on(text: str, end: int) -> bool:
    """Whether a name in Latin letters goes on here: "@all" is not in "@allen"."""
    return end < len(text) and _is_latin(text[end]) and _is_latin(text[end - 1])


def _in_mail_address(text: str, place: int) -> bool:
    return place > 0 and text[place] == "@" and (_is_latin(text[place - 1]) or text[place - 1] in "._-")


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
