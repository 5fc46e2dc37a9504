"""Who receives, and who must stay out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from huiyin.cases.models.case import Case
from huiyin.people.models import Unit


class Desk(models.Model):
    """A unit whose post holders receive all new cases. Where none is named the topmost units do."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="+")
    sealed = models.BooleanField(default=False)  # it receives sealed accusations; where none does, the other desks do


class Accused(models.Model):
    """Whom a sealed accusation is about: it is never passed to them, and they never learn of it (Regulations on Petitions, art. 30)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="accused")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")


class Recusal(models.Model):
    """That somebody stays out of a case they are near to (art. 28). From then on it is not there for them."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="recusals")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], name="case_recused_once")]


class Learned(models.Model):
    """What was learned from people's decisions: which topic, which unit. Weights of hashed words; `upto`: the last decision."""

    kind = models.CharField(max_length=10, unique=True)  # topic, unit
    body = models.BinaryField()
    cases = models.PositiveIntegerField(default=0)
    upto = models.BigIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
