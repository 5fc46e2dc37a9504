"""What public cases are found by: number, title, words, place and answers, put into the index of words in the transaction that changes
them (huiyin/db/word_index.py). What is sealed is never put there.

The index goes by `words_row`: the microsecond of registering, or the next that is free, so that the highest is the newest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from huiyin.cases.models import Answer, Case
from huiyin.cases.queries.word_search import INDEX
from huiyin.core.paging import number_of
from huiyin.db.compiled import Compiled

LONGEST = 12_000  # characters of a case that are indexed: PostgreSQL knows 16,383 places in a text
A_SECOND = 1_000_000
ROWS_AT_ONCE = 500


def text_of(case: Case, answers: Iterable[str]) -> str:
    """Gives what a case is found by. Takes it and what it was answered, in order."""
    return "\n".join((case.number, case.title, case.text, case.place, *answers))[:LONGEST]


def row_at(at: datetime) -> int:
    """Gives the next free row of the index at a moment. The lock under which numbers are given keeps others from taking it too."""
    first = number_of(at)
    last = _last_row.first(first, first + A_SECOND)
    return first if last is None else last + 1


_last_row = Compiled[int | None](
    lambda first, end: Case.objects.filter(words_row__gte=first, words_row__lt=end)
    .order_by("-words_row")
    .values_list("words_row", flat=True)[:1]
)


def index_new(case: Case) -> None:
    """Puts a new case into the index; it has its row and no answer yet."""
    if case.words_row is not None:
        INDEX.put(case.words_row, text_of(case, ()))


@contextmanager
def reworded(cases: Sequence[int]) -> Iterator[None]:
    """Around what changes the words of cases, within its transaction: the index loses what they said before and learns what they say."""
    before = _texts(cases)
    yield
    after = _texts(cases)
    for row, text in before.items():
        if after.get(row) != text:
            INDEX.take_out(row, text)
    INDEX.put_all([(row, text) for row, text in after.items() if before.get(row) != text])


def index_cases(rows: Sequence[int]) -> None:
    """Puts cases that are in no index yet into it, by their rows."""
    INDEX.put_all(list(_texts(rows, "words_row").items()))


def index_all(progress: Callable[[int, int], None] = lambda done, total: None) -> None:
    """Puts all cases into an empty index, some at a time; takes a function that is told how many are done of how many."""
    total, done, last = Case.objects.filter(words_row__isnull=False).count(), 0, -1
    while rows := [row for row in _rows_after(last) if row is not None]:
        index_cases(rows)
        done, last = done + len(rows), rows[-1]
        progress(done, total)


def _rows_after(last: int) -> Iterable[int | None]:
    return Case.objects.filter(words_row__gt=last).order_by("words_row").values_list("words_row", flat=True)[:ROWS_AT_ONCE]


def _texts(among: Sequence[int], column: str = "pk") -> dict[int, str]:
    found = Case.objects.filter(**{f"{column}__in": among}, words_row__isnull=False).only("number", "title", "text", "place", "words_row")
    cases = list(found)
    answers: dict[int, list[str]] = {}
    for case, words in Answer.objects.filter(case__in=[case.pk for case in cases]).order_by("pk").values_list("case", "words"):
        answers.setdefault(case, []).append(words)
    return {case.words_row: text_of(case, answers.get(case.pk, ())) for case in cases if case.words_row is not None}
