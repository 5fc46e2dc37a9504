"""What this app adds to other apps' pages."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import ManagePlace
from huiyin.people.models import Administrator

EXTENSIONS = (ManagePlace("open311", Administrator.Role.SYSTEM, "manage-open311", _("Programs of others")),)
