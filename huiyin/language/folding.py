"""One form for all spellings of the same words: full-width and half-width, capital and small, with hidden characters or without."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_JOINS = "\0"  # stands for a character that joins the one before it; a NUL of the text itself is stripped, so it is free
_KEPT_FOLDS = 30_000  # characters remembered: more than any text of this world uses
_HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd\ue000-\uf8ff]"
#: Two characters alone with a space between them, as rosters write a short name to make it as wide as the longer ones. In folded text.
SPACED_NAME = re.compile(rf"(?<!{_HAN})({_HAN}) ({_HAN})(?!{_HAN})")
#: A wide space between two characters: nobody writes one within a sentence but to space out a name.
WIDE_BETWEEN = re.compile(rf"(?<={_HAN})\u3000(?={_HAN})")
_LONGEST_CLUSTER = 30  # Unicode's own bound for marks on one character (UAX 15); more are an attack on normalising


@lru_cache(maxsize=4096)
def joins(char: str) -> bool:
    """Gives whether this character joins the one before it when the text is normalised (accents, vowels of Hangul, voiced marks)."""
    first = unicodedata.normalize("NFKC", char)[:1]
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"


def is_hidden(char: str) -> bool:
    """Gives whether a character shows nothing and can only mislead: controls, zero-width and direction marks, variation selectors."""
    if char in "\t\n\r":
        return False
    return unicodedata.category(char) in ("Cf", "Cc", "Cs") or "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def _fold_cluster(cluster: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", cluster).casefold())
    return "".join(c for c in folded if not is_hidden(c))


class _Folds(dict[int, str]):
    """What each character becomes, worked out when it is met first."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = "" if is_hidden(char) else _JOINS if joins(char) else _fold_cluster(char)
        if len(self) < _KEPT_FOLDS:
            self[code] = folded
        return folded


_FOLDS = _Folds()


def fold(text: str) -> str:
    """Gives a text in the form in which it is searched: NFKC, casefolded, without hidden characters, a name of two characters that is
    spaced out (王　伟) written close. Takes any text."""
    if "\u3000" in text:
        text = WIDE_BETWEEN.sub("", text)
    folded = text.translate(_FOLDS)
    if _JOINS in folded:
        folded = "".join(part for _, _, part in clusters(text))
    return SPACED_NAME.sub(r"\1\2", folded)


def clusters(text: str) -> Iterator[tuple[int, int, str]]:
    """Gives the text in the smallest parts that fold by themselves: (start, end, folded). The parts cover the text without a gap."""
    start, kept, alone, count = 0, "", "", 0
    for place, char in enumerate(text):
        folded = _FOLDS[ord(char)]
        if not folded:
            continue  # hidden: belongs to the part it stands in
        if folded == _JOINS and 0 < count < _LONGEST_CLUSTER:
            kept += char
            count += 1
            continue
        if count:
            yield start, place, alone if count == 1 else _fold_cluster(kept)
            start = place
        kept, count = char, 1
        alone = folded if folded != _JOINS else _fold_cluster(char)
    if start < len(text):
        yield start, len(text), alone if count == 1 else _fold_cluster(kept)


def is_edge(text: str, place: int) -> bool:
    """Gives whether a text may be cut before this place without dividing what is seen as one character."""
    if not 0 < place < len(text):
        return True
    before, after = text[place - 1], text[place]
    # A joiner binds both its neighbours; a mark or a skin tone only the one before it.
    return not (before == "\u200d" or is_hidden(after) or joins(after) or "\U0001f3fb" <= after <= "\U0001f3ff")
