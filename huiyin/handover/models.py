"""Handing over (工作交接): when the holder of a post changes, everything open goes to the successor in one reviewed step."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.journal.models import Stream
from huiyin.people.models import Post


class Handover(models.Model):
    """What one person leaves at a post, and who takes it. Open until both have signed; then it stays as it is."""

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="handover")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    leaver = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    successor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    given_at = models.DateTimeField(null=True)  # signed by who leaves; or for them, where they are gone
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)  # signed by the successor
    words = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "leaver"], condition=Q(taken_at=None), name="handover_one_open"),
            models.CheckConstraint(condition=Q(successor=None) | ~Q(successor=models.F("leaver")), name="handover_to_another"),
        ]


class HandoverItem(models.Model):
    """One thing that is handed over: the name of an app's declaration (`kind`, core/handover.py), and the number it bears there."""

    class Choice(models.TextChoices):
        SUCCESSOR = "successor", pgettext_lazy("where an item goes", "To the successor")
        OTHER = "other", pgettext_lazy("where an item goes", "To somebody else")
        STAYS = "stays", pgettext_lazy("where an item goes", "Stays")  # nobody does a post's tasks longer than they hold it

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="items")
    kind = models.CharField(max_length=30)
    number = models.BigIntegerField()
    choice = models.CharField(max_length=9, choices=Choice, default=Choice.SUCCESSOR)
    receiver = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # the third person
    acknowledged_at = models.DateTimeField(null=True)  # by the third person: they know that it is theirs
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handover", "kind", "number"], name="handover_item_once"),
            models.CheckConstraint(condition=~Q(choice="other") | Q(receiver__isnull=False), name="handover_item_has_a_receiver"),
        ]
        indexes = [models.Index(fields=["receiver"], condition=Q(receiver__isnull=False), name="handover_item_of_third")]
