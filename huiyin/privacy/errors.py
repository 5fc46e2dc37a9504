"""Why a person cannot be erased yet."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from huiyin.core.errors import Refused
from huiyin.core.personal_data import Blocker


class StillHanging(Refused):
    """Something still hangs on this person; facts: `hanging`, the words of each."""

    status = 409
    code = "still_hanging"

    def __init__(self, hanging: Sequence[Blocker]) -> None:
        named = _("; ").join(str(one.words) for one in hanging)
        words = _("Settle this or hand it over first: %(what)s.") % {"what": named}
        super().__init__(words, hanging=[str(one.words) for one in hanging])
        self.hanging = hanging
