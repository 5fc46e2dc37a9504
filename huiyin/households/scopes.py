"""What a program may be allowed with households."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("households:read", _("Read who looked at what I asked for; in office, the history of a case I have in hand")),
    Scope("households:write", _("Write down who belongs to a household and what they are entitled to, in my name")),
)
