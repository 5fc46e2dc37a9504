"""Keys with which programs send requests in, what was sent with each, and the updates they sent of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from huiyin.cases.models import Case


class SendingKey(models.Model):
    """What a program shows to send requests in. Only the digest is kept: a copy of the database sends nothing."""

    name = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the key
    per_hour = models.PositiveSmallIntegerField()  # requests and updates it may send within an hour
    tells_code = models.BooleanField(default=False)  # it is told the ten digits for whoever asked, and could look up with them
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # None: on the server
    made_at = models.DateTimeField(default=timezone.now)
    used_on = models.DateField(null=True)  # the day it last sent something
    ended_at = models.DateTimeField(null=True)


class Sent(models.Model):
    """A request that came in with a key. `asked_as` and `known_as` are digests of what the program called it: its idempotency key, its own
    number for it; `digest` tells a repetition from something else."""

    key = models.ForeignKey(SendingKey, on_delete=models.PROTECT, related_name="sent")
    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="+")
    asked_as = models.CharField(max_length=64, blank=True)
    known_as = models.CharField(max_length=64, blank=True)
    digest = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "asked_as"], condition=~Q(asked_as=""), name="open311_asked_once"),
            models.UniqueConstraint(fields=["key", "known_as"], condition=~Q(known_as=""), name="open311_known_once"),
        ]


class UpdateTaken(models.Model):
    """An update a program sent of a request it had sent: taken once. `known_as`: a digest of its own number for it; `number`: ours."""

    key = models.ForeignKey(SendingKey, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    known_as = models.CharField(max_length=64)
    number = models.CharField(max_length=32, unique=True)
    digest = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "known_as"], name="open311_update_once")]
