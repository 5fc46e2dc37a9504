"""Why an answer is not given yet, in words that say what to do."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, WrongState


class NeedsSecondEyes(WrongState):
    """In this unit nobody answers alone."""

    code = "second_eyes"
    default_words = _("In your unit another person reads each answer before it goes out. Hand it in on the page “Write the answer”.")


class BlanksLeft(Invalid):
    """`blanks` are those that are still empty."""

    code = "blanks_left"

    def __init__(self, blanks: Sequence[str]) -> None:
        self.blanks = list(blanks)
        words = _("These blanks are still empty: %(blanks)s. Fill them in, or take them out.") % {"blanks": "、".join(self.blanks[:8])}
        super().__init__(words, field="words", blanks=self.blanks[:20])
