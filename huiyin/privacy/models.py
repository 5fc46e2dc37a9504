"""What is asked of a person's data, and the daily rounds of what is kept only for a time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy


class Round(models.Model):
    """One round of retention: begun by the clock or by hand, finished once, recorded when it is."""

    begun_at = models.DateTimeField(default=timezone.now)
    by_clock = models.BooleanField(default=True)
    beat_at = models.DateTimeField(null=True)  # while it goes: its maker lives
    done_at = models.DateTimeField(null=True)
    removed = models.JSONField(default=dict)  # by kind: how many

    class Meta:
        indexes = [models.Index(fields=["begun_at"], condition=Q(done_at=None), name="round_to_do")]


class Erasure(models.Model):
    """That somebody asked for their data to be erased, or it was found that it must be; and what became of it."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("an erasure", "asked for")
        WITHDRAWN = "withdrawn", pgettext_lazy("an erasure", "withdrawn")
        DECLINED = "declined", pgettext_lazy("an erasure", "not done, for a reason")
        RUNNING = "running", pgettext_lazy("an erasure", "being done")  # the person is gone; what they said is going
        DONE = "done", pgettext_lazy("an erasure", "done")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="erasures")
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField(null=True)  # None: the person did not ask by a page
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500, blank=True)  # why it was declined, or on whose word it was done
    was_official = models.BooleanField(default=False)  # acts in office stay, under the post
    known_as = models.JSONField(null=True)  # name while it runs: to take it out of what others wrote; None when it is done
    beat_at = models.DateTimeField(null=True)
    messages = models.PositiveIntegerField(default=0)
    files = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state__in=("asked", "running")), name="erasure_one_open"),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="erasure_by_state")]

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody's word."""
        return self.state == self.State.ASKED
