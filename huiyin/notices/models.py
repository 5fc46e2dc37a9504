"""What a person was told: one line for one thing that happened."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from huiyin.journal.models import Entry, Stream


class Notice(models.Model):
    """That a person was told of an entry. Its words are made when it is read (wording.py): no second copy of what people wrote
    lies about, and everybody reads it in their own language."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)  # the name of a NoticeType
    stream = models.ForeignKey(Stream, db_index=False, on_delete=models.PROTECT, related_name="+")  # the entry's, of the noun it is about
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "entry"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["person", "stream"], condition=Q(read_at=None), name="notice_unread_of_stream"),
            models.Index(fields=["at"], name="notice_at"),
        ]
