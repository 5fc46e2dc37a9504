"""Programs that speak into groups (incoming hooks) and programs that groups tell of what happens (subscriptions)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.channels.models import Destination
from huiyin.groups.models import Group


class IncomingHook(models.Model):
    """An address at which a program may speak into one group, under a name of its own. Whoever made it answers for it.

    Only the secret's digest is kept: a copy of the database posts nothing.
    """

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="hooks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=30)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)


class Subscription(models.Model):
    """A program's address that is told what happens in a group, in order. `seq`: up to where the group's stream was looked through.

    It tells in the name of `by`, who answers for it: set up first, and set going again last. When it is tried next, and whether it has
    stopped or ended, stands at its destination.
    """

    destination = models.OneToOneField(Destination, on_delete=models.CASCADE, related_name="subscription")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="subscriptions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500)
    events = models.JSONField(default=list)  # names of webhook events
    salt = models.CharField(max_length=64)  # the secret is made from it and the server's key (secret.py)
    seq = models.BigIntegerField()
