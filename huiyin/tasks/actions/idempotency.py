"""What comes with a key is done once, however often it is sent. A key is of its person, its place and its content: the same again changes
nothing, something else under it is refused."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import models, transaction

from huiyin.core.errors import KeyUsed
from huiyin.groups.actions.repeated import digests_of
from huiyin.people.models import Person
from huiyin.tasks.models import MoveMade, Task

KEY_LIMIT = 40


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
        first = MoveMade.objects.filter(person=by, task=task, key=key[:KEY_LIMIT], move=move).first()
        if first is not None:
            require_same(first.digest, digest)
            return False
        make()
        MoveMade.objects.create(person=by, task=task, move=move, key=key[:KEY_LIMIT], digest=digest)
    return True


def require_same(first: Any, now: bytes) -> None:
    """Raises KeyUsed where what came first is something else. Takes digests; there is none of what came before there were any."""
    if first is not None and bytes(first) != now:
        raise KeyUsed(field="key")


def content_digest(*said: Any) -> bytes:
    """Gives 16 bytes that tell one content from another. Takes plain values, drafts, moments, files' keys under "uploads"."""
    spelled = json.dumps([_plain(one) for one in said], ensure_ascii=True, sort_keys=True)
    return hashlib.blake2b(spelled.encode(), digest_size=16).digest()


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _plain({one.name: getattr(value, one.name) for one in fields(value) if one.name != "key"})
    if isinstance(value, dict):
        # A form sent twice brings the same photo under another key: what counts is what it holds.
        return {str(name): digests_of(list(one)) if name == "uploads" else _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, date | time):
        return value.isoformat()
    return value.pk if isinstance(value, models.Model) else value
