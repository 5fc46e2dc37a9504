"""The words that the scripts of moments say, in a conversation and on the square."""

from django.utils.translation import gettext_lazy as _

SCRIPT_WORDS = {
    "make_moment": _("To the square"),
    "new_moments": _("{n} new: show"),
    "new_comments": _("{n} new comments: show"),
}
