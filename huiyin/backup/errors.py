"""What keeps a backup from being made or put back, in words for the operator."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.db.errors import Damaged, NotMade

__all__ = ["Damaged", "NotMade", "WrongPassphrase"]


class WrongPassphrase(NotMade):
    """An encrypted backup, and no passphrase or one that does not open it."""

    default_words = _("The backup is encrypted, and this passphrase does not open it.")
