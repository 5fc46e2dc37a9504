"""What can become of an answer that waits for another person's release, and of one text for many: one row a move. Actions, pages and forms
read these tables. Roles: `writer`, and `second`, another person of the writer's unit (rules.parts_in)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.answers.models import Draft
from huiyin.core.moves import Move, Moves

WAITING, RELEASED, RETURNED = (state.value for state in Draft.State)


def _moves(noun: str, once: tuple[str, ...] = ()) -> Moves:
    """The table; `once`: what makes releasing and returning happen once, however often it is sent."""
    return Moves(
        noun, Draft.State.values, begins=WAITING, ends=(RELEASED, RETURNED),
        rows=(
            Move("release", (WAITING,), RELEASED, ("second",), _("Release: send it as it stands"), may_bring=once),
            Move("return", (WAITING,), RETURNED, ("second",), _("Send it back"), ("remark",), may_bring=once),
            Move("take-back", (WAITING,), RETURNED, ("writer",), _("Take it back and write on")),
        ),
    )  # fmt: skip


MOVES = _moves("draft of an answer")
TEXT_MOVES = _moves("text for many", once=("key",))
