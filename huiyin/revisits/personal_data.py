"""What of revisits is about a person."""

from __future__ import annotations

from huiyin.core.personal_data import Erased, Fate, PersonalData, PieceByPiece
from huiyin.db.batches import update_some
from huiyin.revisits.models import Revisit

PERSONAL_DATA = [
    PersonalData("revisits.revisit", "the record of an office, under the office; what was found of an erased person goes",
                 {"planned_by": Fate.KEPT, "done_by": Fate.KEPT}),
]  # fmt: skip


def _empty(erased: Erased) -> tuple[int, int] | None:
    rows = Revisit.objects.filter(case__author=erased.person).exclude(words="")
    return (0, 0) if update_some(rows, words="") else None


ERASED_AFTER = [PieceByPiece("revisits", 46, _empty)]
