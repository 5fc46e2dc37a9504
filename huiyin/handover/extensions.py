"""What handovers add to the frame."""

from django.utils.translation import gettext_lazy as _

from huiyin.core.tabs import MattersPlace, TabPages

EXTENSIONS = (TabPages("handover", "matters", ("/handovers",)), MattersPlace("handovers", "handovers", "forward", _("Handovers"), order=3))
