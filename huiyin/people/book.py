"""The organisation's book: one lock for all that changes units, posts and who holds them, and the entries written under it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

from huiyin.journal.models import Stream
from huiyin.journal.recording import PendingEntry, open_stream, record_all

STREAM = "organisation"


class Book:
    """What is about to be recorded in the stream "organisation", under its lock."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.happenings: list[PendingEntry] = []

    def note(self, kind: str, by: Any, data: dict[str, Any], sealed: dict[str, Any] | None = None) -> None:
        """Adds one entry: names of offices and ids in `data`; what a person may have erased in `sealed`."""
        self.happenings.append(PendingEntry(kind, getattr(by, "pk", by), data, sealed=sealed))


_open: ContextVar[Book | None] = ContextVar("organisation_book", default=None)


def is_open() -> bool:
    """Gives whether the book is open here: what is being changed is not recorded yet."""
    return _open.get() is not None


@contextmanager
def organisation() -> Iterator[Book]:
    """Opens the book: a transaction holding the stream's row. Whoever comes second sees what the first one wrote.

    Without the lock two changes, each harmless, could together close a circle or put two persons into a post.
    Within an open book (an import, the demo) actions join it: all or nothing, and one lock for thousands of rows.
    """
    book = _open.get()
    if book is not None:
        yield book
        return
    with transaction.atomic():
        book = Book(Stream.locked(open_stream(STREAM).pk))
        token = _open.set(book)
        try:
            yield book
        finally:
            _open.reset(token)
        if book.happenings:
            record_all(book.stream.pk, book.happenings, locked=book.stream)
