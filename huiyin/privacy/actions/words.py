"""What goes right after a person: messages and files, copies of them that others passed on, their name in others' words, sealed content.

`remove_some` does one short piece of it. Each piece looks for what is left, so it can be begun anew at any time, by anybody.
"""

from __future__ import annotations

from huiyin.core.declarations import in_order
from huiyin.core.personal_data import PIECE_BY_PIECE, Erased
from huiyin.privacy.models import Erasure


def remove_some(erasure: Erasure) -> tuple[int, int] | None:
    """Removes a piece of what is left. Gives how many messages and files went with it; None when nothing is left."""
    known = erasure.known_as or {"name": "", "phone": ""}
    erased = Erased(erasure.person, erasure.decided_by_id, known["name"], known["phone"], erasure.was_official)
    for step in in_order(PIECE_BY_PIECE):
        if (removed := step.remove(erased)) is not None:
            return removed
    return None
