"""The machine's fonts: which there are, which characters they have, which of them writes Chinese.

Typst's own list is asked, so that what is said here to be there is what it will find. The fonts inside typst's wheel are left out: none
of them is Chinese, and what they have cannot be asked. Fonts are looked for once in a process: who installs one restarts the server.
"""

from __future__ import annotations

import threading
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings

from huiyin.printing.cmaps import ranges_of
from huiyin.printing.errors import CharactersMissing, NoChineseFont

#: Tried in this order; what else writes Chinese is taken where none of these is installed.
SANS = ("Noto Sans CJK SC", "Source Han Sans SC", "Noto Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback")
SERIF = ("Noto Serif CJK SC", "Source Han Serif SC", "Noto Serif SC", "AR PL UMing CN", "FandolSong")
#: Whatever calls itself a Chinese font has these: a place, its people, what they sell and say.
CHINESE = "回音的一是在有人民政府县镇村组鱼斤元日月年时，。《》"
#: Take no ink: blanks, line ends, joiners, marks of direction, choosers of a variant.
_WITHOUT_INK = {"Zs", "Zl", "Zp", "Cc", "Cf"}
_CHARACTERS = 0x110000
_LOOKING = threading.Lock()


@dataclass(frozen=True)
class Fonts:
    """What one look at the machine found. `sans` and `serif` are families that write Chinese, best first; `has` is 1 at each character."""

    typst: typst.Fonts
    sans: tuple[str, ...]
    serif: tuple[str, ...]
    has: bytearray


def fonts() -> Fonts:
    """Gives the fonts of HUIYIN_FONTS, or where that says nothing of the machine. The first call of a process looks for them (0.3 s)."""
    with _LOOKING:  # two requests that print first must not both look
        return _found(settings.FONTS)


def has_chinese_font() -> bool:
    """Whether a picture with Chinese words can be made here at all."""
    return bool(fonts().sans)


def characters_without_font(text: str) -> list[str]:
    """Gives the characters of a text that no installed font has, each once, in the order in which they stand."""
    has = fonts().has
    return [one for one in dict.fromkeys(text) if not has[ord(one)] and not _without_ink(one)]


def require_printable(text: str) -> None:
    """Raises NoChineseFont where there is none, CharactersMissing where a character would be printed as a box."""
    if not has_chinese_font():
        raise NoChineseFont
    if missing := characters_without_font(text):
        raise CharactersMissing(missing)


def _without_ink(character: str) -> bool:
    return unicodedata.category(character) in _WITHOUT_INK or "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


@lru_cache(maxsize=2)
def _found(folder: str) -> Fonts:
    looked = typst.Fonts(include_system_fonts=not folder, include_embedded_fonts=False, font_paths=[folder] if folder else [])
    has = bytearray(_CHARACTERS)
    chinese: set[str] = set()
    for font in looked.fonts():
        own = bytearray(_CHARACTERS)
        for first, last in ranges_of(Path(font.path), font.index) if font.path else ():
            own[first : last + 1] = has[first : last + 1] = b"\x01" * (last - first + 1)
        if all(own[ord(one)] for one in CHINESE):
            chinese.add(font.family)
    first_sans = [name for name in SANS if name in chinese]
    first_serif = [name for name in SERIF if name in chinese]
    others = sorted(chinese.difference(first_sans, first_serif))
    return Fonts(looked, tuple(first_sans or first_serif or others[:1]), tuple(first_serif or first_sans or others[:1]), has)

