"""What a program may be allowed with people and units, each by itself."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("people:read", _("Read people and units")),
)
