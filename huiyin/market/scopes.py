"""What a program may be allowed with listings and orders, each by itself."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("orders:read", _("Read listings and orders that I may see")),
    Scope("orders:write", _("Offer, order, confirm and hand over in my name")),
)
