"""What has happened, for good; and what is due to happen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from huiyin.journal.chain import START


class Stream(models.Model):
    """One line of entries: a group's, a person's, the organisation's. Its row is the lock under which they are numbered."""

    key = models.CharField(max_length=60, unique=True)  # "group:12", "person:7", "organisation"
    seq = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, default=START)

    @classmethod
    def locked(cls, pk: int) -> Stream:
        """Gives the stream with its row locked until the transaction ends: commit order is sequence order, on every database."""
        return cls.objects.select_for_update().get(pk=pk)

    @classmethod
    def locked_all(cls, pks: Iterable[int]) -> dict[int, Stream]:
        """Gives several streams with their rows locked, always in the order of their numbers: two who need the same ones wait for each
        other and never for ever. Whoever is to write in more than one locks them so before the first."""
        return {one.pk: one for one in cls.objects.select_for_update().filter(pk__in=set(pks)).order_by("pk")}


class Entry(models.Model):
    """One thing that happened. Never changed, never removed; personal content lies beside it and may be erased."""

    stream = models.ForeignKey(Stream, db_index=False, on_delete=models.PROTECT, related_name="entries")
    seq = models.BigIntegerField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)
    sealed_digest = models.CharField(max_length=64, blank=True, default="")
    hash = models.CharField(max_length=64)
    #: What the action handed over, for those who react within its transaction: they need not read it again. None on what was read.
    about: Any = None

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "seq"], name="entry_once_in_stream")]
        indexes = [models.Index(fields=["kind", "at"], name="entry_kind_at")]


class Sealed(models.Model):
    """Personal content of an entry, outside the chain: erasing it leaves the digest, and the chain still verifies."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="sealed")
    salt = models.CharField(max_length=32)
    body = models.JSONField(null=True)
    erased_at = models.DateTimeField(null=True)


class Clock(models.Model):
    """Something that falls due: fired by one loop, exactly once, in the transaction that records it."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=60)  # "group:12": with kind, what this clock is for
    due_at = models.DateTimeField()
    data = models.JSONField(default=dict)
    set_at = models.DateTimeField(default=timezone.now)
    held_at = models.DateTimeField(null=True)
    fired_at = models.DateTimeField(null=True)
    late_seconds = models.IntegerField(default=0)  # how late it fired, when the server was down at its moment
    failures = models.IntegerField(default=0)
    retry_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], condition=Q(fired_at=None), name="clock_once_pending"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(fired_at=None, held_at=None), name="clock_due"),
        ]
