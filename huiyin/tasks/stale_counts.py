"""Who has just done something to a task: what was counted for them before shall not stand on the next page they open."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.core.cache import cache
from django.db import transaction

from huiyin.journal.models import Entry
from huiyin.journal.recording import reacts_together_where

KEPT_SECONDS = 60  # so long the board's counts are remembered at the most; the list below them is always fresh


@reacts_together_where(lambda kind: "task" in kind.fields)
def _note(entries: Sequence[Entry]) -> None:
    """After the commit: what was counted until then is under another mark."""
    for entry in entries:
        if entry.by_id is not None:
            # Kept until all that was counted before is forgotten anyway.
            key, mark = _key(entry.by_id), f"{entry.stream_id}.{entry.seq}"
            transaction.on_commit(partial(cache.set, key, mark, 2 * KEPT_SECONDS))


def acted(person: int) -> str:
    """Gives a mark that is another one after each thing this person does to a task."""
    return str(cache.get(_key(person), ""))


def _key(person: int) -> str:
    return f"acted-on-tasks:{person}"
