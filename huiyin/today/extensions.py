"""What the pages of what waits add to the frame."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.tabs import MattersPlace, TabPages

EXTENSIONS = (TabPages("today", "requests", ("/mine",)), MattersPlace("today", "today", "clock", _("Today"), order=1))
