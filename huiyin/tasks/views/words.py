"""What the pages of tasks say after something was done."""

from __future__ import annotations

from django.utils.translation import gettext as _


def done_words(name: str) -> str:
    """Gives what the page says after a move, or nothing."""
    return {
        "acknowledge": _("Acknowledged. The issuer sees it."),
        "progress": _("Told. The issuer and the group see it."),
        "report": _("Reported. The ladder waits for the verdict."),
        "accept": _("Settled. Everybody concerned sees it."),
        "send-back": _("Sent back with the new deadline."),
        "decline": _("Told to the issuer and your superior. The deadline runs on."),
        "pass-on": _("Passed on."),
        "withdraw": _("Withdrawn. The record stays."),
        "ask-for-time": _("Asked. Until it is granted the deadline stands."),
        "grant-time": _("More time given."),
        "refuse-time": _("The deadline stands."),
        "move-deadline": _("The deadline is moved."),
        "explain": _("Your explanation is in the record."),
        "insist": _("It stays with them."),
    }.get(name, "")
