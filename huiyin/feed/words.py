"""The words that the scripts of moments say in a conversation."""

from django.utils.translation import gettext_lazy as _

SCRIPT_WORDS = {"make_moment": _("To the square")}
