"""A word that nobody answers rises: to who keeps the circle, to the head of the unit, to who stands above. Once at each step, by clocks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from huiyin.circles.models import Circle, Tie, Word
from huiyin.circles.queries.waiting import new_words, no_longer_waiting
from huiyin.journal import clocks
from huiyin.journal.recording import record
from huiyin.people.hours import days_set, hours_of
from huiyin.people.models import Post
from huiyin.people.queries import reporting_line
from huiyin.worktime.hours import add_working_hours

RISE = "circle.word"
BETWEEN_HOURS = 8  # of working time from one step to the next: a working day
PIECE = 100


def rungs_of(post: Post) -> list[Post]:
    """Gives whom a word rises to: the post itself, the head of its unit, the first above the unit; each once."""
    line = reporting_line(post)
    within = [one for one in line if one.unit_id == post.unit_id]
    above = [one for one in line if one.unit_id != post.unit_id]
    return [post, *within[-1:], *above[:1]]


def take_up(now: datetime) -> int:
    """Takes up words that have waited long enough, some of them, and lets go of those that were answered. Gives how many of both."""
    found = new_words(now, PIECE)
    for tie, message, case, said_at, group in found:
        with transaction.atomic():
            circle = Circle.locked(tie.circle_id)
            if Tie.objects.filter(pk=tie.pk, state=Tie.State.IN).exists():
                which: dict[str, Any] = {"tie": tie, "message_id": message, "case_id": case, "ended_at": None}
                word, new = Word.objects.get_or_create(**which, defaults={"said_at": said_at, "group_id": group})
                if new:
                    _tell(circle, word, now)
    ended = list(no_longer_waiting(PIECE))
    for word in ended:
        with transaction.atomic():
            _heard(Circle.locked(word.tie.circle_id), word, now)
    return len(found) + len(ended)


def rise(pk: int, now: datetime) -> None:
    """A clock rang: the word goes one step up, unless somebody answered."""
    word = Word.objects.select_related("tie__circle").filter(pk=pk, ended_at=None).first()
    if word is None:
        return
    with transaction.atomic():
        circle = Circle.locked(word.tie.circle_id)
        if no_longer_waiting(1, pk).exists():
            _heard(circle, word, now)
        else:
            _tell(circle, word, now)


def _tell(circle: Circle, word: Word, now: datetime) -> None:
    rungs = rungs_of(circle.post)
    if word.step >= len(rungs):
        return
    word.post, word.step, word.told_at = rungs[word.step], word.step + 1, now
    word.save(update_fields=["post", "step", "told_at"])
    data = {"circle": circle.pk, "tie": word.tie_id, "word": word.pk, "step": word.step, "post": word.post_id}
    record(circle.stream_id, "circle.waited", data=data, about=word)
    if word.step < len(rungs):
        due = add_working_hours(now, BETWEEN_HOURS, hours_of(circle.post.unit_id), days_set())
        if word.case is not None and word.case.deadline_at is not None:  # the law's own time is not cut short
            due = max(due, word.case.deadline_at + timedelta(minutes=1))
        clocks.schedule(RISE, f"word:{word.pk}", due)


def _heard(circle: Circle, word: Word, now: datetime) -> None:
    word.ended_at = now
    word.save(update_fields=["ended_at"])
    clocks.cancel(RISE, f"word:{word.pk}")
    data = {"circle": circle.pk, "tie": word.tie_id, "word": word.pk, "step": word.step}
    record(circle.stream_id, "circle.heard", data=data, about=word)


def lock_of_word(subject: str) -> None:
    """Locks what actions lock before they wind such a clock."""
    circle = Word.objects.filter(pk=int(subject.partition(":")[2])).values_list("tie__circle", flat=True).first()
    if circle is not None:
        Circle.locked(circle)
