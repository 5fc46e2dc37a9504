"""What a program may be allowed with what is to come."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("outlook:read", _("Read what produce is announced, where I answer for it")),
    Scope("outlook:write", _("Announce produce in my name")),
)
