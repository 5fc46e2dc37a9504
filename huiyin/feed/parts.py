"""A long article in parts, each of which fits an old phone's one answer."""

from __future__ import annotations

PART_BYTES = 30_000  # of UTF-8: as HTML, with the page around it, well below 60 KB
_SIGNS = {"<": 4, ">": 4, "&": 5, '"': 6, "'": 6}  # what a character takes once it is escaped


def parts_of(text: str, limit: int = PART_BYTES) -> list[str]:
    """Gives a text in parts of at most `limit` bytes as they stand in a page, cut where a line ends if there is one. At least one part."""
    parts, part, size = [], "", 0
    for line in text.splitlines(keepends=True):
        for piece in _pieces(line, limit):
            more = _weight(piece)
            if size + more > limit:
                parts.append(part)
                part, size = "", 0
            part += piece
            size += more
    return [*parts, part]


def _weight(text: str) -> int:
    return sum(_SIGNS.get(one) or len(one.encode("utf-8", "surrogatepass")) for one in text)


def _pieces(line: str, limit: int) -> list[str]:
    if _weight(line) <= limit:
        return [line]
    step = limit // 6  # no character takes more in a page
    return [line[at : at + step] for at in range(0, len(line), step)]
