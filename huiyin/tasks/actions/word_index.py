"""What tasks are found by, put into the index of words when they are issued: their words stay as they are from then on."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from huiyin.tasks.models import Task
from huiyin.tasks.queries.word_search import INDEX

ROWS_AT_ONCE = 2000


def index_words(tasks: Iterable[Task]) -> None:
    """Puts tasks into the index, in the caller's transaction."""
    for task in tasks:
        INDEX.put(task.pk, text_of(task))


def index_all(progress: Callable[[int, int], None]) -> None:
    """Puts all tasks into an empty index; takes a function that is told how many are done of how many."""
    total = Task.objects.count()
    for done, task in enumerate(Task.objects.order_by("pk").iterator(ROWS_AT_ONCE), start=1):
        index_words([task])
        if done == total or not done % ROWS_AT_ONCE:
            progress(done, total)


def text_of(task: Task) -> str:
    """Gives what a task is found by."""
    return "\n".join((task.number, task.title, task.words))
