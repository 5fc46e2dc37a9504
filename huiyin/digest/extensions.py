"""What the digest adds to other apps' pages and to the clockwork."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.tabs import MattersPlace, TabPages
from huiyin.digest.actions import collecting
from huiyin.journal.extension_points import PeriodicJob

EXTENSIONS = (
    TabPages("digest", "matters", ("/digest",)),
    MattersPlace("digest", "digest", "listening", _("Since I last looked")),
    PeriodicJob("digest", collecting.WORKER.step),
)
