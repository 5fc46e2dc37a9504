"""Why nothing was delivered, in words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

#: Why nothing was answered, in words; the codes are those of huiyin/media/outbound_http.py.
WHY = {
    "slow": _("No answer within 3 seconds."),
    "name": _("There is no host of this name."),
    "address": _("The name leads into a private network; only the operator can allow that."),
    "port": _("An unusual port; only the operator can allow it."),
    "unreachable": _("Nobody answers there."),
    "tls": _("Its certificate is not valid."),
    "busy": _("We were busy ourselves."),
    "key": _("The server's key has changed: add the robot anew."),
    "error": _("Something went wrong here; your administrator finds it in the log."),
}


def why(answer: str) -> Any:
    """Gives the words for a reason of our own; of what the other side answered, its own."""
    return WHY.get(answer, answer)
