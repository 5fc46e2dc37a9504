"""What comes with a key is done once, however often it is sent. A key is of its person, its place and its content: the same again changes
nothing, something else under it is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from huiyin.media.idempotency import KEY_LIMIT, content_digest, made_before
from huiyin.people.models import Person
from huiyin.tasks.models import MoveMade, Task


def idempotent_move(task: Task, by: Person, move: str, key: str, make: Callable[[], Any], content: Any = None) -> bool:
    """Makes a move, unless this person had it made on this task under this key before. Gives whether it was made now.

    Whoever's answer got lost asks again: without the key they would be told that the task has changed, by themselves. Takes what the
    move says, to tell a repetition from something else: raises KeyUsed for the latter.
    """
    if not key:
        make()
        return True
    digest = content_digest(content)
    with transaction.atomic():
        Task.locked(task.pk)
        if made_before(MoveMade.objects.filter(person=by, task=task, move=move), key, digest):
            return False
        make()
        MoveMade.objects.create(person=by, task=task, move=move, key=key[:KEY_LIMIT], digest=digest)
    return True
