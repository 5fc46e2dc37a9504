"""What a program may be allowed with reception days, each by itself."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("reception:read", _("Read reception days, and the line of those I work at")),
    Scope("reception:write", _("Announce reception days, book and call numbers in my name")),
)
