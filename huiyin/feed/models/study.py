"""学习: named people are asked to read something to the end, and to say by a day what they make of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from huiyin.feed.models.moments import Moment


class Study(models.Model):
    """Somebody asks named people to study a moment, in the version it had then. Their notes are for who asked alone."""

    moment = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="studies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()  # the version of the moment they were asked to read
    notes_by = models.DateTimeField()  # until when notes are asked for
    words = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], condition=~Q(key=""), name="study_once_by_key")]


class StudyReader(models.Model):
    """One of those who were asked. What they said of it is theirs; no score comes of it."""

    study = models.ForeignKey(Study, db_index=False, on_delete=models.CASCADE, related_name="readers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)  # they said so in one tap
    read_version = models.PositiveIntegerField(null=True)
    notes = models.TextField(blank=True)
    notes_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["study", "person"], name="study_reader_once")]
        indexes = [models.Index(fields=["person"], condition=Q(read_at=None) | Q(notes_at=None), name="study_waiting")]
