"""All that is personal in a text, and the text without it."""

from __future__ import annotations

from collections.abc import Iterable

from huiyin.language.masking.figures import find_figures, plain
from huiyin.language.masking.model import Found, Kind
from huiyin.language.masking.people import find_people
from huiyin.language.masking.signs import find_signs

LENGTH = 200_000  # characters read; the rest of a longer text is all taken for personal
SHOWN = "＊"


def find_personal(text: str, known: Iterable[str] = ()) -> list[Found]:
    """Gives what is personal in a text, in order, not overlapping. Takes any text, and names that are known to stand in it.

    Of what overlaps the longer is given, of equals the surer. It proposes: a person looks at what is to be published.
    """
    read = plain(text[:LENGTH])
    found = [*find_figures(read), *find_signs(read), *find_people(read, (plain(name) for name in known))]
    if len(text) > LENGTH:
        found.append(Found(LENGTH, len(text), Kind.NAME, sure=False))
    return _apart(found)


def mask(text: str, known: Iterable[str] = ()) -> str:
    """Gives a text fit for strangers: of a Chinese name the surname stays (张某某), all else that is personal becomes stars."""
    pieces, place = [], 0
    for found in find_personal(text, known):
        pieces += [text[place : found.start], _shown(text[found.start : found.end], found.kind)]
        place = found.end
    return "".join([*pieces, text[place:]])


def _shown(words: str, kind: Kind) -> str:
    if kind is Kind.NAME and 2 <= len(words) <= 4 and "·" not in words and "\u4e00" <= words[0] <= "\u9fff":
        return words[0] + "某" * (len(words) - 1)
    return SHOWN * (3 if kind is not Kind.HOUSE else 2)


def _apart(found: list[Found]) -> list[Found]:
    """Of what overlaps the longest; what it leaves over at either end stays personal as well."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (f.start, -f.end, not f.sure)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end:
            longer = max(kept[-1], one, key=lambda f: (f.end - f.start, f.sure))
            kept[-1] = Found(kept[-1].start, one.end, longer.kind, kept[-1].sure and one.sure)
    return kept
