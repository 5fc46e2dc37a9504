"""What is announced of a month, what takes it, and from what amount on somebody wants to be told."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from huiyin.people.models import Unit

PRODUCE_LIMIT, NOTE_LIMIT, NAME_LIMIT = 20, 200, 60


class Announcement(models.Model):
    """So much of a produce comes to market in a month: a producer's own, or a village's (`producer` None) said by a holder of a post.

    Amounts are what was said, in grams from–to; said again, the row is corrected, and the record keeps that it was.
    """

    unit = models.ForeignKey(Unit, db_index=False, on_delete=models.PROTECT, related_name="+")
    producer = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    produce = models.CharField(max_length=PRODUCE_LIMIT)
    month = models.DateField()  # its first day
    said_grams = models.BigIntegerField()
    low_grams = models.BigIntegerField()
    high_grams = models.BigIntegerField()
    words = models.CharField(max_length=60)  # the amount as it was said
    note = models.CharField(max_length=NOTE_LIMIT, blank=True)
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["producer", "unit", "produce", "month"], condition=Q(producer__isnull=False, withdrawn_at=None),
                name="announced_once_by_producer",
            ),
            models.UniqueConstraint(
                fields=["unit", "produce", "month"], condition=Q(producer=None, withdrawn_at=None), name="announced_once_by_unit"
            ),
            models.CheckConstraint(condition=Q(low_grams__gte=0, high_grams__gte=F("low_grams"), said_grams__gte=1), name="announced_sane"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "month"], condition=Q(withdrawn_at=None), name="announced_of_month")]

    def __str__(self) -> str:
        return f"{self.produce} {self.month:%Y-%m}"


class KeyedAnnouncement(models.Model):
    """Under which key somebody announced: the same again answers the first."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40)
    digest = models.BinaryField(max_length=16)
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], name="announced_once_by_key")]


class Outlet(models.Model):
    """Somebody who takes a produce, so much a month: a cold store, a wholesale market, a canteen. Known to the unit that entered it."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    produce = models.CharField(max_length=PRODUCE_LIMIT)
    name = models.CharField(max_length=NAME_LIMIT)
    grams_a_month = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(grams_a_month__gte=1), name="outlet_takes_something")]


class Watch(models.Model):
    """From how much of a produce in one month on a unit is told. One a unit and produce."""

    unit = models.ForeignKey(Unit, db_index=False, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    produce = models.CharField(max_length=PRODUCE_LIMIT)
    grams = models.BigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "produce"], name="watch_once"),
            models.CheckConstraint(condition=Q(grams__gte=1), name="watch_of_something"),
        ]


class Passed(models.Model):
    """A month that passed a watch's amount: told once, and again only after it fell below."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="passed")
    month = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["watch", "month"], name="passed_once")]
