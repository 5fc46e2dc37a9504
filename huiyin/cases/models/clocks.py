"""Clocks that explain themselves, and what moves them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.cases.models.case import Case


class CaseClock(models.Model):
    """A time limit of a case: which rule, what started it, how it was reckoned. Never moved; a lawful extension is a clock of its own."""

    class State(models.TextChoices):
        RUNNING = "running", pgettext_lazy("state of a time limit", "Running")
        EXTENDED = "extended", pgettext_lazy("state of a time limit", "Lawfully extended")
        ENDED = "ended", pgettext_lazy("state of a time limit", "Ended")

    case = models.ForeignKey(Case, db_index=False, on_delete=models.CASCADE, related_name="clocks")
    n = models.PositiveSmallIntegerField()  # its number among the case's
    kind = models.CharField(max_length=20)  # limits.LIMITS
    procedure = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)  # it crosses into a year whose working days are not out yet
    steps = models.JSONField(default=list)  # the sum, step by step: reckoning.py
    ended_at = models.DateTimeField(null=True)
    passed_at = models.DateTimeField(null=True)  # when it ran out while it was running

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "n"], name="case_clock_once")]
        indexes = [models.Index(fields=["due_at"], condition=Q(ended_at=None), name="case_clock_open")]


class Wait(models.Model):
    """That whoever has a case in hand waited for a word of whoever asked. What was asked and said stands in the record."""

    case = models.ForeignKey(Case, db_index=False, on_delete=models.CASCADE, related_name="waits")
    unit = models.ForeignKey("people.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)  # they answered, or it was answered without their word

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], condition=Q(ended_at=None), name="case_waits_once")]
        indexes = [models.Index(fields=["case", "asked_at"], name="case_waited")]


class Extension(models.Model):
    """More time, asked for by the unit that leads, approved by its head, told to the person with its reason (art. 34)."""

    class Verdict(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("extension", "waits")
        APPROVED = "approved", pgettext_lazy("extension", "approved")
        REFUSED = "refused", pgettext_lazy("extension", "refused")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="extensions")
    clock = models.ForeignKey(CaseClock, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], condition=Q(verdict="waiting"), name="case_extension_waits_once")]
