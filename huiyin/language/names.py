"""Names of people: found by their sound, and found after an @."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from huiyin.language.clean import clean_name
from huiyin.language.folding import fold
from huiyin.language.segment import HAN

T = TypeVar("T")

MENTIONS_LIMIT = 100  # in one text; who names more people means everyone
_NAME_LENGTH = 100  # characters looked at after an @
_AT = re.compile("[@＠]")
_LETTER_BY_LETTER = re.compile(f"[{HAN}](?: [{HAN}])+")
_SHORT_NAME = re.compile(f"[{HAN}](?: ?[{HAN}]){{1,3}}")
_APART = re.compile(f"([{HAN}])[ \u3000]{{1,4}}(?=[{HAN}])")

# Characters that sound otherwise as a surname than in a sentence; whoever knows the person types the former.
_SURNAMES = {
    "单": "shan", "曾": "zeng", "解": "xie", "区": "ou", "仇": "qiu", "查": "zha", "朴": "piao", "盖": "ge", "乐": "yue", "任": "ren",
    "翟": "zhai", "尉": "wei", "召": "shao", "种": "chong", "秘": "bi", "冼": "xian", "缪": "miao", "覃": "qin", "繁": "po", "洗": "xian",
    "员": "yun", "贠": "yun", "折": "she", "华": "hua", "燕": "yan", "宁": "ning", "车": "che", "葛": "ge", "柏": "bai", "卜": "bu",
}  # fmt: skip


def close_up(words: str) -> str:
    """Gives words in one line that stand letter by letter, as tables set them out (局　长), written close; others as they are."""
    return words.replace(" ", "") if _LETTER_BY_LETTER.fullmatch(words) else words


def clean_person_name(name: str, limit: int = 40) -> str:
    """Gives a person's name as it is kept: as `clean_name` does, and a Chinese one without the space that rosters set it out with.

    Takes the name and how many characters fit. Raises as `clean_name`.
    """
    return _close(clean_name(name, limit))


def name_key(name: str) -> str:
    """Gives what two spellings of one name have in common: 王　伟 is 王伟, ＡNN Lee is Ann Lee."""
    return _close(" ".join(fold(name).split()))


def spaced_out(name: str) -> list[str]:
    """Gives the ways in which a short Chinese name may be kept with a space in it; [] for any other name."""
    if " " in name or not _SHORT_NAME.fullmatch(name):
        return []
    return [*(f"{name[:place]} {name[place:]}" for place in range(1, len(name))), *([" ".join(name)] if len(name) > 2 else [])]


def _close(name: str) -> str:
    return name.replace(" ", "") if _SHORT_NAME.fullmatch(name) else name


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

    Takes the text and the names that may be meant. "＠" serves as well; capital letters do not matter; a name may be set out with a
    space (@王　伟); the @ of a mail address is none. The time taken grows with the text alone, however many names there are.
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
            if label not in names and label.lower() not in small:
                label = _APART.sub(r"\1", label, count=1)
            found.append((place, end, names[label] if label in names else small[label.lower()]))
        place = end or place + 1
    return found


def _name_ends(text: str, start: int, lengths: list[int], names: Mapping[str, object]) -> int:
    following = text[start : start + lengths[0]]
    for length in lengths:
        label = following[:length]
        if len(label) == length and label.lower() in names and not _runs_on(text, start + length):
            return start + length
    apart = _APART.match(text, start)
    if apart is None:
        return 0
    close, spaces = apart[1] + text[apart.end() : apart.end() + lengths[0] - 1], apart.end() - start - 1
    return next((start + spaces + n for n in lengths if 1 < n <= len(close) and close[:n].lower() in names), 0)


def _runs_on(text: str, end: int) -> bool:
    """Whether a name in Latin letters goes on here: "@all" is not in "@allen"."""
    return end < len(text) and _is_latin(text[end]) and _is_latin(text[end - 1])


def _in_mail_address(text: str, place: int) -> bool:
    return place > 0 and text[place] == "@" and (_is_latin(text[place - 1]) or text[place - 1] in "._-")


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
