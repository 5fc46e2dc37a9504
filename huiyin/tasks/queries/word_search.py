"""Tasks by the words in them: their number, what is to be done, and what was said to it; asked of an index that knows what stands where
(huiyin/db/word_index.py)."""

from __future__ import annotations

from django.db.models import Q

from huiyin.db.lookups import IdIn
from huiyin.db.word_index import WordIndex, asked_for
from huiyin.tasks.queries import visibility

INDEX = WordIndex("tasks_words", "task_id")


def worded(words: str) -> Q:
    """Gives the condition that these words stand in a task, in any order, each piece as it is written. Takes what somebody typed.

    A few tasks are named by their ids; of many the index is asked while others look at each. Without a letter nothing is found.
    """
    asked = asked_for(words)
    if not asked:
        return Q(pk__in=())
    ids = INDEX.some(asked, visibility.FEW + 1)
    return Q(IdIn("id", ids)) if len(ids) <= visibility.FEW else Q(INDEX.holding(asked))
