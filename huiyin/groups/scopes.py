"""What a program may be allowed with groups, messages and search, each by itself."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("groups:read", _("Read my groups and who is in them")),
    Scope("groups:write", _("Change groups")),
    Scope("messages:read", _("Read messages, also as they come")),
    Scope("messages:write", _("Post messages in my name")),
    Scope("search:read", _("Search")),
)
