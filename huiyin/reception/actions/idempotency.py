"""A move of the line that comes with a key is made once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.db import transaction

from huiyin.cases.rules import Speaker
from huiyin.media.idempotency import KEY_LIMIT, content_digest, made_before
from huiyin.reception.models import Day, Made, Visit


def once(day: int, who: Speaker, move: str, key: str, make: Callable[[], Visit | None], content: Any = None) -> Visit | None:
    """Makes a move, unless this person had it made on this day under this key before. Gives the visit it was made on, then or now.

    Raises KeyUsed where the key came with something else, and what the move raises.
    """
    if not key or who.person is None:
        return make()
    digest = content_digest(content)
    with transaction.atomic():
        Day.locked(day)
        known = Made.objects.filter(person=who.person, day=day, move=move).select_related("visit")
        if (first := made_before(known, key, digest)) is not None:
            return cast(Visit | None, first.visit)
        visit = make()
        Made.objects.create(person=who.person, day_id=day, move=move, key=key[:KEY_LIMIT], digest=digest, visit=visit)
    return visit
