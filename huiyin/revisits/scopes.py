"""What a program may be allowed with revisits."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("revisits:read", _("Read the revisits of my unit that are due")),
    Scope("revisits:write", _("Plan revisits, and record what was found, in my name")),
)
