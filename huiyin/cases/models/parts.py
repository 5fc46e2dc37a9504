"""Who has a case in hand, what hangs together, who else asked for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.cases.models.case import Case
from huiyin.core.random_id import random_id
from huiyin.journal.models import Stream
from huiyin.people.models import Unit


class Part(models.Model):
    """A unit that has a case in hand: it leads, or it helps. Until when it has to do its part is said here, apart from the law's clocks."""

    class Role(models.TextChoices):
        LEAD = "lead", pgettext_lazy("part of a unit in a case", "leads")
        HELPING = "helping", pgettext_lazy("part of a unit in a case", "helps")

    case = models.ForeignKey(Case, db_index=False, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, db_index=False, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role)
    deadline_at = models.DateTimeField(null=True)
    since = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "unit"], condition=Q(ended_at=None), name="case_part_once")]
        indexes = [models.Index(fields=["unit", "case"], condition=Q(ended_at=None), name="case_part_of_unit")]


class Objection(models.Model):
    """A unit's word that a case is not its own. A person decides; meanwhile the clock runs (Regulations on Petitions, art. 23)."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="objections")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    upheld = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], condition=Q(decided_at=None), name="case_objection_once")]


class Matter(models.Model):
    """Like cases that hang together. Each keeps its number, its author, its own words and its own answer."""

    id = models.BigIntegerField(primary_key=True, default=random_id)
    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="matter")
    title = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)


class Joiner(models.Model):
    """Somebody who asks for the same as a published case: with a case of their own (`own`), which goes along with it until it is answered.
    Its number and code are theirs, so is the answer, and so is the word that it is not solved."""

    case = models.ForeignKey(Case, db_index=False, on_delete=models.CASCADE, related_name="joiners")
    own = models.OneToOneField(Case, null=True, on_delete=models.CASCADE, related_name="joined")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")  # None: by number and code
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person"], condition=Q(person__isnull=False), name="case_joined_once")]
        indexes = [models.Index(fields=["case"], name="case_joined")]
