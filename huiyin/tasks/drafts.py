"""A task before it is issued, and how it is to come again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from huiyin.people.models import Post
from huiyin.tasks.models import Task
from huiyin.worktime.recurrence import Rhythm


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a task is given to: a person, a post, or a person as the holder of a post (ids)."""

    person: int | None = None
    post: int | None = None


@dataclass(slots=True)
class TaskDraft:
    """A task before it is issued. `text` is the sentence to say in the group; empty, it is put together. `source` is the number of
    the message it springs from; `ladder_skip`, `ladder_most`, `interval_hours` (working hours) shape the ladder."""

    title: str
    lead: Named
    helpers: Sequence[Named] = ()
    text: str = ""
    words: str = ""
    done_when: str = ""
    proof_reason: str = ""
    field: str = ""
    deadline: datetime | None = None
    deadline_words: str = ""
    visibility: str = Task.Visibility.GROUP
    source: int | None = None
    ladder_on: bool = True
    ladder_skip: int = 0
    ladder_most: int | None = None
    interval_hours: int = 4
    uploads: Sequence[str] = ()
    urgent_reason: str = ""
    key: str = ""
    parent: int | None = None
    from_post: Post | None = None  # the issuer speaks for this post; set by actions, never by what comes from outside


@dataclass(frozen=True, slots=True)
class Issued:
    """A task that is issued. `again`: the same key came here with the same task before; this is the first answer."""

    task: Task
    again: bool = False


@dataclass(frozen=True, slots=True)
class Repeats:
    """How a task is to come again. `at` None: at closing. `ahead` None: as is usual for such a rhythm. `said`: read from these words."""

    rhythm: Rhythm
    at: time | None = None
    ahead: int | None = None
    said: str = ""
