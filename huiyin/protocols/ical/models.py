"""The link by which a calendar program reads a person's deadlines."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class CalendarLink(models.Model):
    """Whoever has the link reads the deadlines: only its digest is kept, and it ends when its owner says so."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_links")
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret
    bare = models.BooleanField(default=False)  # numbers instead of titles: many calendars lie with other companies
    alarm_minutes = models.PositiveSmallIntegerField(null=True)  # before a deadline; None: the calendar stays quiet
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="calendar_one_link")]
