"""Who else a case is of: those who ask together, the one it is asked for; and whom a private word was shown."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.cases.models.case import Case


class Party(models.Model):
    """Somebody who asks together with a case's author, or for whom its author asks. With an account of theirs it is their case too."""

    class Role(models.TextChoices):
        JOINT = "joint", pgettext_lazy("party of a case", "Asks together with them")
        CONCERNED = "concerned", pgettext_lazy("party of a case", "For whom it is asked")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=10, choices=Role)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    phone = models.CharField(max_length=20, blank=True)
    relation = models.CharField(max_length=40, blank=True)  # what its author is to them
    speaks = models.BooleanField(default=True)  # one of those who speak for all (Regulations on Petitions, art. 20)

    class Meta:
        indexes = [models.Index(fields=["phone"], name="case_party_phone")]


class ShownTo(models.Model):
    """Whom the holder of a post lets read a private word to that post. Nobody else does."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="shown_to")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="case_shown_once")]
