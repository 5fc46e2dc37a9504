"""What a program may be allowed with the digest."""

from django.utils.translation import gettext_lazy as _

from huiyin.people.extension_points import Scope

SCOPES = (
    Scope("digest:read", _("Read the digest of what residents said, as far as I may see it")),
    Scope("digest:write", _("Decide in the digest in my name: answer, thank, hand on, hang together, and take it back")),
)
