"""Work that takes long is given up when whoever asked for it has gone: closed the page, lost the network, sent it again.

The server says how that is known (live/bridge.py); a command or a test has nobody to go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from typing import TypeVar

from huiyin.core.errors import Refused

T = TypeVar("T")
_LOOKS_AFTER = 250  # rows

has_gone: ContextVar[Callable[[], bool]] = ContextVar("has_gone", default=lambda: False)


class ClientGone(Refused):
    """Nobody waits for the answer any more; what was begun is taken back with its transaction."""

    status = 499  # as nginx logs it; it is read by nobody
    code = "gone"


def while_wanted(rows: Iterable[T]) -> Iterator[T]:
    """Gives the rows one by one as long as whoever asked is there. Raises ClientGone."""
    gone = has_gone.get()
    for number, row in enumerate(rows):
        if number % _LOOKS_AFTER == 0 and gone():
            raise ClientGone
        yield row
