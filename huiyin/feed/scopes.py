"""What a program may be allowed with moments, each by itself."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("moments:read", _("Read moments that I may see")),
    Scope("moments:write", _("Publish, repost and comment in my name")),
)
