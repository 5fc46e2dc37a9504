"""Programs that speak into groups (incoming hooks) and programs that groups tell of what happens (subscriptions, deliveries)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.groups.models import Group
from huiyin.journal.models import Entry


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

    It tells in the name of `by`, who answers for it: set up first, and set going again last.
    """

    class Stopped(models.TextChoices):
        FAILURES = "failures", pgettext_lazy("why a webhook stopped", "It did not answer as it should for a day and more.")
        GONE = "gone", pgettext_lazy("why a webhook stopped", "It answered that it is no more.")
        RIGHT = "right", pgettext_lazy("why a webhook stopped", "Who set it up no longer owns this group, or is locked out.")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="subscriptions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500)
    events = models.JSONField(default=list)  # names of webhook events
    salt = models.CharField(max_length=64)  # the secret is made from it and the server's key (signing.py)
    seq = models.BigIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)  # after a failure: not before
    leased_until = models.DateTimeField(default=timezone.now)  # one thread of one process sends to it until then
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # its owner can set it going again
    stopped_for = models.CharField(max_length=8, choices=Stopped, blank=True)
    ended_at = models.DateTimeField(null=True)  # by its owner, for good

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=Q(stopped_at=None, ended_at=None), name="subscription_going")]


class Delivery(models.Model):
    """One entry to be told to one subscription, and what came of it. Its words are made when it is sent: what was recalled by
    then is not told, and no second copy of what people said lies about."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")  # None: a test
    event = models.CharField(max_length=40)
    made_at = models.DateTimeField(default=timezone.now)
    attempts = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True)  # None: answered, or waiting for nothing any more
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)  # of the last answer; None where none came
    answer = models.CharField(max_length=300, blank=True)  # its beginning, or why there was none
    milliseconds = models.PositiveIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)  # with 2xx: never sent again

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subscription", "entry"], name="delivery_once")]
        indexes = [
            models.Index(fields=["subscription", "id"], condition=Q(answered_at=None), name="delivery_waiting"),
            models.Index(fields=["made_at"], name="delivery_made"),
        ]
