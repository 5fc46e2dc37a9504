"""How Jinja2's templates are laid out: lines of at most 120 columns, and not a letter of what they draw changes.

A line is broken behind a block's `%}` (the newline there is dropped: `trim_blocks`, see huiyin/core/jinja.py), else at the space between
two attributes of a tag, else at a space within `{{ }}` or `{% %}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.tidy import laid_out_otherwise, lay_out

MOST, LEAST, WORTH = 120, 12, 70  # columns: of a line; of what stands before a break; how far from the end a better place may lie
BEHIND, WITHIN, ATTRIBUTE = range(3)  # where a line may be broken
_PIECE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
_DROPPED = re.compile(r" +\{%| *(?:\n|$)")  # spaces that would go with the newline (`lstrip_blocks`), or nothing to break
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_TAG = re.compile(r"<[a-zA-Z](?:\{[{%].*?[}%]\}|\"(?:\{[{%].*?[}%]\}|[^\"])*\"|[^>\"])*>", re.S)
_VALUE = re.compile(r"\"(?:\{[{%].*?[}%]\}|[^\"])*\"", re.S)


def pages(paths: list[Path]) -> list[Path]:
    """Gives Jinja2's templates among these files."""
    return [path for path in paths if path.suffix == ".html" and "jinja2" in path.parts and "huiyin" in path.parts]


def untidy(paths: list[Path]) -> Iterator[Path]:
    """Gives those with a line that is too long and can be broken."""
    return laid_out_otherwise(pages(paths), laid_out)


def tidy(paths: list[Path]) -> None:
    """Breaks their long lines."""
    lay_out(pages(paths), laid_out)


def laid_out(text: str) -> str:
    """Gives a template with its long lines broken, as far as they can be."""
    places, lines, begin = sorted(_places(text)), list[str](), 0
    for line in text.split("\n"):
        lines += _broken(text, [place for place in places if begin < place[0] < begin + len(line)], begin, begin + len(line))
        begin += len(line) + 1
    return "\n".join(lines)


def _broken(text: str, places: list[tuple[int, int]], begin: int, end: int) -> Iterator[str]:
    """Gives a line in parts. What is drawn stays the same: a part begins where no space counts."""
    lead = ""
    while len(lead) + end - begin > MOST and (cut := _cut([p for p in places if begin + LEAST < p[0]], begin + MOST - len(lead))):
        at, sort = cut
        yield lead + text[begin:at]
        begin, lead = (at, "") if sort == BEHIND else (at + 1, "  ")
    yield lead + text[begin:end]


def _cut(places: list[tuple[int, int]], most: int) -> tuple[int, int] | None:
    """Gives the last place of the best sort that fits, or else the first; None where there is none."""
    for sort in (BEHIND, ATTRIBUTE, WITHIN):
        if fits := [place for place in places if place[1] == sort and most - WORTH <= place[0] <= most]:
            return fits[-1]
    return max((p for p in places if p[0] <= most), default=min(places, default=None))


def _places(text: str) -> Iterator[tuple[int, int]]:
    pieces = list(_PIECE.finditer(text))
    for piece in pieces:
        if piece[0].startswith("{%") and not _DROPPED.match(text, piece.end()):
            yield piece.end(), BEHIND
        if not piece[0].startswith("{#"):
            quoted = [found.span() for found in _QUOTED.finditer(text, piece.start() + 3, piece.end() - 2)]
            yield from ((at, WITHIN) for at in range(piece.start() + 5, piece.end() - 4) if text[at] == " " and not _in(at, quoted))
    for tag in _TAG.finditer(text):
        held = [p.span() for p in pieces if tag.start() < p.start() < tag.end()]
        held += [found.span() for found in _VALUE.finditer(text, *tag.span())]
        yield from ((at, ATTRIBUTE) for at in range(tag.start() + 2, tag.end()) if text[at] == " " and not _in(at, held))


def _in(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(begin <= at < end for begin, end in spans)
