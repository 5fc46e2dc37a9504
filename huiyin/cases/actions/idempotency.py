"""A move that comes with a key is made once, however often it is sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from huiyin.cases.models import Case, CaseMade
from huiyin.cases.rules import Speaker
from huiyin.media.idempotency import KEY_LIMIT, content_digest, made_before


def once(case: Case, who: Speaker, move: str, key: str, make: Callable[[], Any], content: Any = None) -> bool:
    """Makes a move, unless this person had it made on this case under this key before. Gives whether it was made now.

    Raises KeyUsed where the key came with something else.
    """
    if not key or who.person is None:
        make()
        return True
    digest = content_digest(content)
    with transaction.atomic():
        Case.locked(case.pk)
        if made_before(CaseMade.objects.filter(person=who.person, case=case, move=move), key, digest):
            return False
        make()
        CaseMade.objects.create(person=who.person, case=case, move=move, key=key[:KEY_LIMIT], digest=digest)
    return True
