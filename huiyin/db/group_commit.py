"""Actions that would wait for one another's lock go into one transaction: one flush to the disk for all who came meanwhile.

Two hundred who order of one listing wait for its row one after the other, each for the disk to have taken the one before. Whoever finds
nobody at work on a key does the work of all who have come by then, each in a savepoint of its own, and hands the lead to the next. No
thread of its own, no queue between processes: others wait for the row as ever.
"""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, connection, transaction

from huiyin.db.locks import write_lock

Result = TypeVar("Result")
AT_ONCE = 64
_guard = threading.Lock()
_lines: dict[str, list[_Asked[Any]]] = {}  # who waits, by key; a key is here while somebody has the lead


class _Undone(Exception):
    """The database gave the transaction up while it was shared."""


class _Asked(Generic[Result]):
    """What one thread wants done, and what came of it; or it is told to lead."""

    def __init__(self, action: Callable[[], Result]) -> None:
        self.action, self.context = action, contextvars.copy_context()
        self.turn = threading.Event()
        self.leads = False
        self.result: Result | None = None
        self.error: BaseException | None = None

    def run(self) -> None:
        self.result = self.context.run(self.action)  # in the language of whoever asked

    def outcome(self) -> Result:
        if self.error is not None:
            raise self.error
        return self.result  # type: ignore[return-value]


def in_group_commit(key: str, action: Callable[[], Result]) -> Result:
    """Runs an action in a transaction, together with others of this process under the same key, one after the other. Gives what it gives,
    once it is committed; raises what it raises, and then nothing of it is stored. Within a transaction it is simply run.

    Let the key name what the action locks first ("listing:12"): who shares a transaction holds each other's locks.
    """
    if connection.in_atomic_block:
        return action()
    asked = _Asked(action)
    with _guard:
        line = _lines.get(key)
        asked.leads = line is None
        if line is None:
            _lines[key] = []
        else:
            line.append(asked)
    if not asked.leads:
        asked.turn.wait()
    if asked.leads:
        _lead(key, asked)
    return asked.outcome()


def _lead(key: str, own: _Asked[Any]) -> None:
    """Does what has come by now, and hands over to the first of those who came meanwhile."""
    with _guard:
        line = _lines[key]
        batch = [own, *line[: AT_ONCE - 1]]
        del line[: AT_ONCE - 1]
    try:
        _carry_out(batch)
    finally:
        with _guard:
            line = _lines[key]
            following = line.pop(0) if line else None
            if following is None:
                del _lines[key]
            else:
                following.leads = True
        for one in batch[1:]:
            one.turn.set()
        if following is not None:
            following.turn.set()


def _carry_out(batch: list[_Asked[Any]]) -> None:
    if len(batch) == 1:
        _alone(batch[0])
        return
    try:
        with write_lock(), transaction.atomic():
            for one in batch:
                _within(one)
                if transaction.get_rollback():  # one took the transaction with it: leaving it now would undo all, and say nothing
                    raise _Undone
    except (IntegrityError, _Undone):  # told at the commit, and not of whom: nothing was stored, so that each may try alone
        for one in batch:
            one.result = one.error = None
            _alone(one)
    except BaseException as error:
        for one in batch:
            one.error = one.error or error
        if not isinstance(error, Exception):
            raise


def _alone(one: _Asked[Any]) -> None:
    try:
        with write_lock(), transaction.atomic():
            one.run()
    except BaseException as error:
        one.error = error


def _within(one: _Asked[Any]) -> None:
    try:
        with transaction.atomic():
            one.run()
    except Exception as error:
        one.error = error
