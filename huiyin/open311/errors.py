"""What cannot be, as the standard tells it: 403 for keys, 404 for what is not there, 400 for all else; 429 where waiting helps."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, NotAllowed, NotThere, Refused

_KEPT = (403, 404, 405, 429)


class NoKey(NotAllowed):
    """No key, a wrong one or one that has ended: which of them is not said."""

    default_words = _("To send something an api_key is needed that holds. discovery says who gives them.")


class NoService(NotThere):
    """A service's code that is not offered."""

    default_words = _("There is no service of this code. GET services lists them.")


class Unread(Refused):
    """What came cannot be read as a form or an address."""

    default_words = _("What was sent could not be read.")


class Several(Refused):
    """Several things are wrong at once; each is told."""

    def __init__(self, faults: list[Invalid]) -> None:
        super().__init__()
        self.faults = faults


def status_of(refusal: Refused) -> int:
    """Gives the status a refusal has here."""
    return refusal.status if refusal.status in _KEPT else 400


def told(refusal: Refused) -> list[dict[str, Any]]:
    """Gives a refusal as the standard's list of errors, in the active language."""
    faults = refusal.faults if isinstance(refusal, Several) else [refusal]
    return [{"code": status_of(fault), "description": _words(fault)} for fault in faults]


def _words(fault: Refused) -> str:
    field = getattr(fault, "field", "")
    return f"{field}: {fault}" if field else str(fault)
