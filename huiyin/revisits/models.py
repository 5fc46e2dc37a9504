"""Revisits: that somebody looks in again after a case was solved."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Case
from huiyin.people.models import Unit


class Revisit(models.Model):
    """A call or visit that is due some weeks after a case was solved; later, what was found. One a case. It is the unit's that answered."""

    class How(models.TextChoices):
        CALL = "call", pgettext_lazy("how somebody looked in again", "A call")
        VISIT = "visit", pgettext_lazy("how somebody looked in again", "A visit")

    class Found(models.TextChoices):
        WELL = "well", pgettext_lazy("what was found", "It holds")
        HELP = "help", pgettext_lazy("what was found", "Help is needed again")
        AWAY = "away", pgettext_lazy("what was found", "Nobody was reached")

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="revisit")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # None: by the topic
    planned_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField()
    told_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=5, choices=How, blank=True)
    found = models.CharField(max_length=4, choices=Found, blank=True)
    words = models.CharField(max_length=1000, blank=True)
    dropped_at = models.DateTimeField(null=True)  # the case was opened again: it will be answered anew

    class Meta:
        indexes = [models.Index(fields=["due_on"], condition=models.Q(done_at=None, dropped_at=None), name="revisit_open")]
