"""What is said to a case: answers, what its author thought of them, notes that never leave, files."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.cases.models.case import Case
from huiyin.media.models import Upload
from huiyin.people.models import Unit


class Answer(models.Model):
    """What the person was told, and in which of the three ways it closes."""

    class Closing(models.TextChoices):
        SOLVED = "solved", pgettext_lazy("closing of a case", "Solved")
        EXPLAINED = "explained", pgettext_lazy("closing of a case", "Explained")
        NOT_SUPPORTED = "not_supported", pgettext_lazy("closing of a case", "Not supported")
        DECLINED = "declined", pgettext_lazy("closing of a case", "Not accepted")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="answers")
    closing = models.CharField(max_length=14, choices=Closing)
    words = models.TextField()
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    late = models.BooleanField(default=False)  # given after the clock had run out: it stays in the record
    public = models.BooleanField(default=True)  # the world may read it: the group it came from, and everybody where it is published
    review = models.PositiveSmallIntegerField(default=0)  # which review it ends


class FollowUp(models.Model):
    """What the author said when asked: was it answered, solved, are you satisfied. Who was not reached is counted, not dropped."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # None: by number and code
    at = models.DateTimeField(default=timezone.now)
    reached = models.BooleanField()
    answered = models.BooleanField(null=True)
    solved = models.BooleanField(null=True)
    satisfied = models.BooleanField(null=True)
    for_all = models.BooleanField(default=True)  # said for all who ask together; the word of one of many counts in no figure


class InternalNote(models.Model):
    """A word between those who handle a case. It never leaves the house: no author, no group, no public page, no program sees it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    words = models.TextField()


class CaseFile(models.Model):
    """A photo or paper that came with a case or with an answer to it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="files")
    answer = models.ForeignKey(Answer, null=True, on_delete=models.CASCADE, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)


class Look(models.Model):
    """That somebody in office opened what a person said before: their earlier cases. With the reason, for the person to read."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="looks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=120)
