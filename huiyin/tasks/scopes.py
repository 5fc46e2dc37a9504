"""What a program may be allowed with tasks, each by itself."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("tasks:read", _("Read tasks")),
    Scope("tasks:write", _("Issue and move tasks in my name")),
)
