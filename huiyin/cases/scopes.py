"""What a program may be allowed with cases, each by itself."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("cases:read", _("Read cases")),
    Scope("cases:write", _("Register and move cases in my name")),
)
