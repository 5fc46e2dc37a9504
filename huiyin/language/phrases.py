"""Finding words as they stand, exactly: what a short text is indexed by, and what a query asks, for an index that knows places.

Where messages are found by pieces and read once more (searching.py), a table of tasks wants the true answer from the index alone: it
counts what it finds and puts it in order. So the index knows in which order things stand, and a query is phrases: characters side by
side. Two streams: `units` are single characters, whole Latin words and numbers, with a mark between what is not joined; `pairs` are two
characters that stand together, rarer by far, by which Chinese is found quickly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from huiyin.language.folding import fold
from huiyin.language.segment import parts, token

BETWEEN = "0"  # a mark in both streams, where a space or anything but letters stood; no term begins so
PIECES_LIMIT = 8
_SPACES = re.compile("[\\s，。、；：！？“”‘’（）《》〈〉【】「」『』…·]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that stand side by side in a stream ("units" or "pairs"); of the last one perhaps only the beginning."""

    stream: str
    terms: tuple[str, ...]
    prefix: bool = False


def streams(text: str) -> tuple[list[str], list[str]]:
    """Gives the units and the pairs of a text, in their order. Takes any text."""
    units: list[str] = []
    pairs: list[str] = []
    end = 0
    folded = _folded(text)
    for kind, part in parts(folded):
        start = folded.index(part, end)
        if units and start > end:
            units.append(BETWEEN)
        end = start + len(part)
        if kind == "run":
            singles = [token(char) for char in part]
            units += singles
            pairs += [*([BETWEEN] if pairs else []), *(left + right for left, right in pairwise(singles))]
        else:
            units.append(token(part))
    return units, pairs


def phrases(query: str) -> list[Phrase]:
    """Gives what must all be found, at most eight pieces of it; [] where there is nothing to look for. Takes what somebody typed.

    A piece is found as it stands, without regard to capitals and full width; a Latin word or number from its beginning on.
    """
    found: list[Phrase] = []
    for piece in dict.fromkeys(bare for written in _SPACES.split(query) for bare in _folded(written).split()):
        kinds = list(parts(piece))
        if not kinds or len(found) >= PIECES_LIMIT:
            continue
        units, pairs = streams(piece)
        runs = [pair for pair in pairs if pair != BETWEEN]
        if len(kinds) == 1 and runs:
            found.append(Phrase("pairs", tuple(runs)))
            continue
        found.append(Phrase("units", tuple(units), prefix=kinds[-1][0] == "word"))
        found += [Phrase("pairs", (pair,)) for pair in runs]  # rarer than what they consist of
    return found


def _folded(text: str) -> str:
    """Before a number people write №, which folds to two letters of a word: it says nothing."""
    return fold(text.replace("№", " "))
