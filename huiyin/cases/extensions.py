"""What cases add to other apps' pages."""

from django.utils.translation import gettext_lazy as _

from huiyin.tasks.extension_points import MattersPlace

EXTENSIONS = (MattersPlace("cases", "cases-desk", "reply", _("Requests at the desk")),)
