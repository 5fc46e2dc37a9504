"""The words by which a message is found, and what a search asks the index for, as each database spells it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from huiyin.groups.models import Message
from huiyin.language.searching import Query

Term = tuple[str, str, bool]  # column, term, is it only a beginning
WITH_FILES = (Message.Kind.PHOTO, Message.Kind.VIDEO, Message.Kind.FILE)


def searchable(message: Message) -> str:
    """The words by which a message is found: its text, its place's name, its files' names."""
    parts = [message.text]
    if place := message.extra.get("place"):
        parts.append(place.get("name", ""))
    if message.kind in WITH_FILES:
        parts += [f.upload.name for f in message.files.all() if f.upload.kind == "file"]
    return "\n".join(p for p in parts if p)


def needed_terms(query: Query) -> Iterator[Term]:
    """Gives what must be found."""
    for piece in query.pieces:
        yield from (("b", term, False) for term in piece.grams)
        yield from (("w", term, False) for term in piece.words)
        if piece.prefix:
            yield "w", piece.prefix, True


def as_tsquery(needed: Sequence[Term] | Iterator[Term]) -> str:
    """Gives the terms as PostgreSQL's index is asked for them."""
    return " & ".join(_quoted(column, term) + (":*" if prefix else "") for column, term, prefix in needed)


def as_fts(needed: Sequence[Term], groups: Sequence[int]) -> str:
    """Gives the terms as SQLite's index is asked for them, in these groups."""
    terms = " AND ".join(f'{column} : "{term}"' + ("*" if prefix else "") for column, term, prefix in needed)
    return f"g : ({' OR '.join(f'g{g}' for g in groups)}) AND {terms}" if groups else terms


def _quoted(column: str, term: str) -> str:
    """A lexeme as tsquery takes it. Terms are letters and digits (huiyin.language.segment.token); quoted all the same."""
    return "'" + (column + term).replace("\\", "\\\\").replace("'", "''") + "'"
