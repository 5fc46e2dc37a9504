"""The held edition: what is published of all cases, until the next."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class Edition(models.Model):
    """The lines of the open file as they were at a moment. There is one, until the next takes its place."""

    week = models.DateField(unique=True)  # the Monday from which on it holds: two processes make no two of a week
    at = models.DateTimeField(default=timezone.now)  # as of when
    looked_on = models.DateField()  # when it was last looked whether enough had changed for the next
    packed = models.BinaryField()  # the file, compressed
