"""What is kept of reach. Nothing here leads to a viewer: counts by hour, and of a day a sketch that is forgotten with the day's salt."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.feed.models.moments import Moment


class Views(models.Model):
    """How often a moment was opened in an hour, from inside (no code) or by a share's code."""

    moment = models.ForeignKey(Moment, db_index=False, on_delete=models.CASCADE, related_name="views")
    hour = models.DateTimeField()
    code = models.CharField(max_length=12, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "feed"
        constraints = [models.UniqueConstraint(fields=["moment", "hour", "code"], name="views_of_hour")]


class DayViewers(models.Model):
    """How many different ones opened a moment on a day. While the day lasts a sketch, afterwards the number alone."""

    moment = models.ForeignKey(Moment, db_index=False, on_delete=models.CASCADE, related_name="day_viewers")
    day = models.DateField()
    sketch = models.BinaryField(default=b"")
    count = models.PositiveIntegerField(default=0)
    closed = models.BooleanField(default=False)

    class Meta:
        app_label = "feed"
        constraints = [models.UniqueConstraint(fields=["moment", "day"], name="viewers_of_day")]
        indexes = [models.Index(fields=["day"], condition=models.Q(closed=False), name="viewers_of_open_day")]


class DaySalt(models.Model):
    """With what viewers are hashed on a day, by all processes alike; gone when the day is over, and with it all way back."""

    day = models.DateField(unique=True)
    salt = models.BinaryField(max_length=16)

    class Meta:
        app_label = "feed"


class ReportedReach(models.Model):
    """What another's account says of a moment it passed on: entered by hand, shown apart, never added to what was counted here."""

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="reported_reach")
    source = models.CharField(_("account"), max_length=60)
    reads = models.PositiveIntegerField(_("reads"))
    likes = models.PositiveIntegerField(_("likes"), default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "feed"
        ordering = ["-id"]
