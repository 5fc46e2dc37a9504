"""What a program may be allowed with pebbles."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (Scope("pebbles:read", _("Read pebbles")),)
