"""Tokens: what a program shows to act for a person, within scopes and until a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

#: What a program may be allowed, each by itself; a token never does what its person may not.
SCOPES = {
    "people:read": _("Read people and units"),
    "groups:read": _("Read my groups and who is in them"),
    "groups:write": _("Change groups"),
    "messages:read": _("Read messages, also as they come"),
    "messages:write": _("Post messages in my name"),
    "search:read": _("Search"),
    "tasks:read": _("Read tasks"),
    "tasks:write": _("Issue and move tasks in my name"),
}


class ApiToken(models.Model):
    """A token of a person. Only the digest is kept: a copy of the database opens nothing."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=40)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token
    scopes = models.JSONField(default=list)  # names of SCOPES
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_on = models.DateField(null=True)  # the day it was last used: enough to tell whether anybody needs it
    revoked_at = models.DateTimeField(null=True)

    @property
    def is_alive(self) -> bool:
        """Neither revoked nor past its day."""
        return self.revoked_at is None and timezone.now() < self.expires_at
