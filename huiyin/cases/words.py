"""The words that the scripts of cases say."""

from django.utils.translation import gettext_lazy as _

SCRIPT_WORDS = {
    "make_case": _("Make it a request"),
    "case_made": _("It is taken down as a request; what becomes of it is said here."),
}
