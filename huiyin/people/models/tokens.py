"""Tokens: what a program shows to act for a person, within scopes and until a day."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """A token of a person. Only the digest is kept: a copy of the database opens nothing."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(_("name"), max_length=40)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token
    scopes = models.JSONField(default=list)  # names of scopes: people/extension_points.py
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_on = models.DateField(null=True)  # the day it was last used: enough to tell whether anybody needs it
    revoked_at = models.DateTimeField(null=True)

    @property
    def is_alive(self) -> bool:
        """Neither revoked nor past its day."""
        return self.revoked_at is None and timezone.now() < self.expires_at
