"""A move is made once, however often a browser sends it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from huiyin.people.models import Person
from huiyin.tasks.models import MoveMade, Task

KEY_LIMIT = 40


def move_once(task: Task, by: Person, move: str, key: str, make: Callable[[], Any]) -> bool:
    """Makes a move, unless this person's browser had it made under this key before. Gives whether it was made now.

    Whoever's answer got lost asks again: without the key they would be told that the task has changed, by themselves.
    """
    if not key:
        make()
        return True
    with transaction.atomic():
        Task.locked(task.pk)
        if MoveMade.objects.filter(person=by, key=key[:KEY_LIMIT], move=move).exists():
            return False
        make()
        MoveMade.objects.create(person=by, task=task, move=move, key=key[:KEY_LIMIT])
    return True
