"""Which moves a browser has had made: the same key again changes nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class MoveMade(models.Model):
    """A move that came with a key. A decision made without network is sent again when its answer got lost; it is made once."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    task = models.ForeignKey("tasks.Task", on_delete=models.CASCADE, related_name="+")
    move = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    digest = models.BinaryField(null=True, max_length=16)  # of what it said: something else under the same key is refused
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "task", "key", "move"], name="move_made_once_here")]
