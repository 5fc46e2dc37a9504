"""What receptions add to other apps' pages."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.tabs import MattersPlace, TabPages

EXTENSIONS = (
    TabPages("reception", "matters", ("/reception", "/visits")),
    TabPages("reception-mine", "requests", ("/reception", "/visits")),
    MattersPlace("reception", "reception", "calendar", _("Reception days")),
)
