"""What keeps a copy of the database from being made or put back, in words for the operator."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Refused


class NotMade(Refused):
    """The backup was not made, or not put back; nothing was changed."""

    code = "backup"
    default_words = _("The backup could not be made. Nothing was changed.")


class Damaged(NotMade):
    """The file is not what was written: cut short, changed, or no backup at all."""

    default_words = _("This is no whole backup of Huiyin: it was cut short or changed.")
