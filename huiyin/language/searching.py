"""What somebody searches for: as terms for the index, as marks in the text, and as the part of a text around the first mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.language.folding import SPACED_NAME, WIDE_BETWEEN, clusters, fold, is_edge
from huiyin.language.segment import cut, gram_terms, is_word_char, parts, token

QUERY_LENGTH = 200  # characters
PIECES_LIMIT = 8
TERMS_LIMIT = 40  # in all; a longer query is narrowed by these and then checked in the text itself

# Marks people write between words without meaning to search for them.
_BETWEEN = re.compile("[\\s，。、；：！？“”‘’（）《》〈〉【】「」『』…·]+")
_MARKS_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two spaces of a query. All of `grams` and `words` must be found, and a word that begins with `prefix`.

    `literal` is the piece as it must stand in the folded text. `phrases` are the dictionary's words in it: they need not be
    found, but where they are, the hit is the better one.
    """

    literal: str
    grams: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    prefix: str = ""
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A query: all its pieces must be found. False where there is nothing to search for."""

    pieces: tuple[Piece, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.pieces)

    @property
    def literal(self) -> tuple[str, ...]:
        """The pieces as they must stand in a text that was folded (LIKE on a folded column; elsewhere ask `matches`)."""
        return tuple(piece.literal for piece in self.pieces)


def query_terms(query: str) -> Query:
    """Gives what a query must find. Takes what somebody typed; of more than 200 characters the first 200 count.

    One character finds, two do, and so do names no dictionary knows; a Latin word or number finds what begins with it.
    """
    room = TERMS_LIMIT
    pieces: list[Piece] = []
    for written in _BETWEEN.split(query[:QUERY_LENGTH]):
        for bare in fold(written).split():
            piece = _piece(bare, room)
            if piece is not None and piece not in pieces and len(pieces) < PIECES_LIMIT:
                room -= len(piece.grams) + len(piece.words) + bool(piece.prefix)
                pieces.append(piece)
    return Query(tuple(pieces))


def _piece(folded: str, room: int) -> Piece | None:
    found = list(parts(folded))
    if not found or room < 1:
        return None
    grams: list[str] = []
    words: list[str] = []
    phrases: list[str] = []
    for kind, part in found:
        if kind == "run":
            # A pair says more than its characters: those are needed only where there is no pair.
            grams += gram_terms(part)[len(part) :] or [token(part)]
            phrases += [token(word) for word in cut(part) if len(word) > 1]
        else:
            (words if kind == "word" else grams).append(token(part))
    first, last = folded.index(found[0][1]), folded.rindex(found[-1][1]) + len(found[-1][1])
    literal = folded[first:last]
    prefix = words.pop() if found[-1][0] == "word" else ""
    grams = list(dict.fromkeys(grams))[: max(0, room - 1)] if prefix else list(dict.fromkeys(grams))[:room]
    words = list(dict.fromkeys(words))[: max(0, room - len(grams) - bool(prefix))]
    return Piece(literal, tuple(grams), tuple(words), prefix, tuple(dict.fromkeys(phrases))[:TERMS_LIMIT])


def matches(text: str, query: Query) -> bool:
    """Gives whether every piece stands in the text as it was written: what the index found is asked once more by this."""
    folded = fold(text)
    return all(next(_places(folded, piece.literal), None) is not None for piece in query.pieces)


def mark(text: str, query: Query | str) -> list[tuple[str, bool]]:
    """Gives the text in pieces, True for those that match; joined they are the text. Takes what `query_terms` gave, or words."""
    spans = _spans(text, query)
    pieces: list[tuple[str, bool]] = []
    place = 0
    for start, end in spans:
        if start > place:
            pieces.append((text[place:start], False))
        pieces.append((text[start:end], True))
        place = end
    if place < len(text):
        pieces.append((text[place:], False))
    return pieces


def excerpt(text: str, query: Query | str, width: int = 80) -> str:
    """Gives about `width` characters of the text around the first match, in one line; "…" stands where something was left out."""
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    spans = _spans(text, query)
    start = max(0, min(spans[0][0] - width // 4, len(text) - width)) if spans else 0
    end = start + width
    # Never through the middle of a character made of several.
    while not is_edge(text, start):
        start -= 1
    while not is_edge(text, end):
        end += 1
    return ("…" if start else "") + text[start:end].strip() + ("…" if end < len(text) else "")


def _spans(text: str, query: Query | str) -> list[tuple[int, int]]:
    """Where the text matches: (start, end) in order, not overlapping."""
    query = query_terms(query) if isinstance(query, str) else query
    quick = fold(text)  # most texts of a page do not match; working out places costs ten times as much
    if not any(piece.literal in quick for piece in query.pieces):
        return []
    starts: list[int] = []  # of each folded character: where what it was folded from begins and ends
    ends: list[int] = []
    folded: list[str] = []
    for start, end, part in clusters(text):
        folded.append(part)
        starts += [start] * len(part)
        ends += [end] * len(part)
    whole = "".join(folded)
    # As `fold` has it: the spaces of spaced names are not there.
    wide = [place for place, start in enumerate(starts) if text[start] == "\u3000" and WIDE_BETWEEN.match(text, start)]
    whole = _without(whole, wide, starts, ends)
    whole = _without(whole, [spaced.start(2) - 1 for spaced in SPACED_NAME.finditer(whole)], starts, ends)
    found = [(starts[a], ends[b - 1]) for piece in query.pieces for a, b in _hits(whole, piece)]
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _without(whole: str, spaces: list[int], starts: list[int], ends: list[int]) -> str:
    """Gives the folded text without these places, and takes them out of what knows where each comes from."""
    for place in reversed(spaces):
        whole = whole[:place] + whole[place + 1 :]
        del starts[place], ends[place]
    return whole


def _hits(folded: str, piece: Piece) -> list[tuple[int, int]]:
    hits: list[tuple[int, int]] = []
    for start in _places(folded, piece.literal):
        hits.append((start, start + len(piece.literal)))
        if len(hits) == _MARKS_LIMIT:
            break
    return hits


def _places(folded: str, literal: str) -> Iterator[int]:
    """Where a piece stands; a Latin word or number is found from its beginning on, as in the index."""
    from_beginning = is_word_char(literal[0])
    place = folded.find(literal)
    while place >= 0:
        if not (from_beginning and place and is_word_char(folded[place - 1])):
            yield place
            place += len(literal)
        else:
            place += 1
        place = folded.find(literal, place)
