"""A move of a circle that comes with a key is made once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from huiyin.circles.models import Circle, Tie, TieMade
from huiyin.core.errors import NotThere
from huiyin.media.idempotency import KEY_LIMIT, content_digest, made_before
from huiyin.people.models import Person


def once(tie: int, by: Person, move: str, key: str, make: Callable[[], Any], content: Any = None) -> None:
    """Makes a move, unless this person had it made on this tie under this key before; then its answer stands, also where the tie has ended.

    Raises NotThere for no tie, KeyUsed where the key came with something else, and what the move raises.
    """
    if not key:
        make()
        return
    circle = Tie.objects.filter(pk=tie).values_list("circle", flat=True).first()
    if circle is None:
        raise NotThere
    with transaction.atomic():
        Circle.locked(circle)
        if made_before(TieMade.objects.filter(person=by, tie=tie, move=move), key, content_digest(content)):
            return
        make()
        remember(tie, by, move, key, content)


def remember(tie: int, by: Person, move: str, key: str, content: Any) -> None:
    """Remembers that a move was made under this key; call it in the move's transaction."""
    TieMade.objects.create(person=by, tie_id=tie, move=move, key=key[:KEY_LIMIT], digest=content_digest(content))
