"""Something waits for a person that is no entry of a stream they listen to: their connections are told to look.

A hint and nothing more. What waits lies in the database before the hint is given; a browser that missed it sees it with its next page.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection

from django.db import transaction

log = logging.getLogger(__name__)
#: Called after commit with people's ids, in the thread that committed. Must be quick.
followers: list[Callable[[Collection[int]], None]] = []


def stir(people: Collection[int]) -> None:
    """Has the connections of these people told, after commit, that something waits for them or was looked at elsewhere."""
    if people:
        transaction.on_commit(lambda: _tell(people))


def _tell(people: Collection[int]) -> None:
    for follow in followers:
        try:
            follow(people)
        except Exception:
            log.exception("people could not be told that something waits for them")
