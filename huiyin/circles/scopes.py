"""What a program may be allowed with circles, each by itself."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("circles:read", _("Read my circle, and the circles I am in")),
    Scope("circles:write", _("Note visits in my circle, and say yes to circles or leave them, in my name")),
)
