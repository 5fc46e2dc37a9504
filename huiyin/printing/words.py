"""Words on their way to paper: bounded, without what steers a terminal, and able to break where a line ends."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

ELLIPSIS = "…"
#: A run of letters longer than this fits no line at any size that can be read, so it may break anywhere.
LONG_RUN = 16
BREAK = "\u200b"  # ZERO WIDTH SPACE: a line may end here, and nothing is drawn
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
#: Letters that no line breaks between by itself: neither blank nor Chinese, Japanese, Korean.
_RUN = re.compile(rf"[^\s\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]{{{LONG_RUN + 1},}}")
_STAYS = {"Mn", "Mc", "Me", "Cf", "Sk"}  # belongs to the letter before it


def for_paper(text: str, limit: int) -> str:
    """Gives at most `limit` characters of a text, with an ellipsis where it went on, as it can be set: line ends are \\n, at most one
    empty line stands between two, there are no control characters or marks that turn direction, long runs may break."""
    text = text[: limit * 4].replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = re.sub(r"\n\s*\n\s*", "\n\n", _CONTROLS.sub("", text)).strip()
    return _RUN.sub(_breakable, cut(text, limit))


def on_one_line(text: str, limit: int) -> str:
    """The same as one line."""
    return " ".join(for_paper(text, limit).split())


def cut(text: str, limit: int) -> str:
    """Gives a text of at most `limit` characters; what is left out is an ellipsis, and no letter loses its mark."""
    if len(text) <= limit:
        return text
    end = limit - 1
    while end > 0 and unicodedata.category(text[end]) in _STAYS:
        end -= 1
    return text[:end].rstrip() + ELLIPSIS


def from_right(text: str) -> bool:
    """Whether a text begins on the right: its first letter that has a direction says so (Unicode Bidirectional Algorithm, P2 and P3)."""
    for one in text:
        direction = unicodedata.bidirectional(one)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


def _breakable(run: re.Match[str]) -> str:
    letters = run.group()
    broken = letters[0]
    for before, one in pairwise(letters):
        together = unicodedata.category(one) in _STAYS or before == "\u200d"  # U+200D joins two pictures into one
        broken += one if together else BREAK + one
    return broken
