"""Cases by the words in them, the newest first, whoever asks and however many there are.

Who receives all cases is answered from the index: the newest rows with these words, some at a time, of which those are kept that the rule
and the filters leave. Whoever has some in hand is answered from these: their own, the newest first, of which the index says in which the
words stand; so nothing tells them of cases that are not theirs. In those somebody only joined, the words everybody may read are looked
through: they are few. What is sealed stands in no index and is found by its number alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Q, QuerySet

from huiyin.cases.models import Case
from huiyin.cases.rules import Speaker, joined_by
from huiyin.db.compiled import planned_anew
from huiyin.db.lookups import IdIn
from huiyin.db.word_index import WordIndex, asked_for
from huiyin.language.phrases import Phrase

INDEX = WordIndex("cases_words", "line")
STEPS = (100, 1_000, 5_000, 20_000)  # rows looked at for one page; where they do not fill it, one reads on from there
MOST_WORDS = 6


class Found(NamedTuple):
    """Cases with these words, the newest first, and the row from which to read on (None: there is no more)."""

    cases: list[Case]
    further: int | None


def found_in(who: Speaker, words: str, whole: QuerySet[Case], narrowed: QuerySet[Case], limit: int, below: int | None = None) -> Found:
    """Gives a page of the cases with all these words. Takes what the reader sees whole (by their rule, in no order), the same with all
    filters and what else a page needs, how many, and the row below which the page begins."""
    asked = asked_for(words[:200])
    if not asked:
        return Found([], None)
    kept: list[Case] = []
    for step in STEPS:
        rows, looked_at = _step(who, asked, whole, step, below)
        kept += narrowed.filter(IdIn("words_row", rows)).order_by("-words_row")[: limit + 1 - len(kept)] if rows else ()
        if len(kept) > limit:
            return Found(kept[:limit], kept[limit - 1].words_row)
        if looked_at is None:
            return Found(kept, None)
        below = looked_at
    return Found(kept, below)


def _step(who: Speaker, asked: Sequence[Phrase], whole: QuerySet[Case], step: int, below: int | None) -> tuple[list[int], int | None]:
    """The next rows with these words, and the last looked at; None: that was all."""
    if who.desks:
        rows = INDEX.newest(asked, step, below)
        return rows, rows[-1] if len(rows) == step else None
    own = whole.filter(words_row__lt=below) if below is not None else whole.filter(words_row__isnull=False)
    # Without a model or a converter in between: of a bureau that has most of a county in hand tens of thousands are looked at.
    seen = [row for (row,) in planned_anew(own.order_by("-words_row").values_list("words_row")[:step])]
    there = INDEX.of_these(asked, seen) if seen else set()
    return [row for row in seen if row in there], seen[-1] if len(seen) == step else None


def in_public_words(who: Speaker, words: str) -> Q:
    """Narrows to cases somebody joined in whose published words these stand: of the author's own they read nothing."""
    narrowed = joined_by(who)
    for word in words.split()[:MOST_WORDS]:
        narrowed &= Q(public_title__contains=word) | Q(public_text__contains=word)
    return narrowed if words.split() else Q(pk__in=())
