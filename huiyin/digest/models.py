"""What was said, sorted as it came; how far somebody has read; what they decided in passing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.cases.models import Case
from huiyin.feed.models import Comment
from huiyin.groups.models import Message


class Kind(models.TextChoices):
    """Where something was said."""

    MESSAGE = "message", pgettext_lazy("where something was said", "in a group")
    CASE = "case", pgettext_lazy("where something was said", "a request")
    COMMENT = "comment", pgettext_lazy("where something was said", "under a moment")


class Sorted(models.Model):
    """How far what was said is sorted, and the last number given to a topic or to words that are alike. `upto`: of messages and comments
    their number, of cases that of the entry which registered them."""

    kind = models.CharField(max_length=7, choices=Kind, unique=True)
    upto = models.BigIntegerField(default=0)
    numbered = models.BigIntegerField(default=0)


class Saying(models.Model):
    """One thing a resident said. Says nothing itself: the words lie where they were said, and are read there by the rule that holds there.

    `topic`: of one matter; `alike`: nearly the same words. Numbers of sets, which tell nothing by themselves.
    """

    kind = models.CharField(max_length=7, choices=Kind)
    message = models.OneToOneField(Message, null=True, on_delete=models.CASCADE, related_name="+")
    case = models.OneToOneField(Case, null=True, on_delete=models.CASCADE, related_name="+")
    comment = models.OneToOneField(Comment, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    topic = models.BigIntegerField()
    alike = models.BigIntegerField(db_index=True)


class Reading(models.Model):
    """How far somebody has read, and where they stopped: the first card of the last page they opened, and where it stood in the order."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    since = models.BigIntegerField(default=0)
    place = models.BigIntegerField(default=0)
    position = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=timezone.now)


class Decided(models.Model):
    """What somebody did with a card: with all that was alike up to `upto`. `undo`: what it made, by numbers."""

    class What(models.TextChoices):
        ANSWERED = "answered", pgettext_lazy("what was done with a card", "Answered")
        THANKED = "thanked", pgettext_lazy("what was done with a card", "Thanked")
        ASSIGNED = "assigned", pgettext_lazy("what was done with a card", "Handed on")
        MERGED = "merged", pgettext_lazy("what was done with a card", "Hung together")
        SEEN = "seen", pgettext_lazy("what was done with a card", "Seen")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    alike = models.BigIntegerField()
    upto = models.BigIntegerField()
    what = models.CharField(max_length=8, choices=What)
    undo = models.JSONField(default=dict)
    key = models.CharField(max_length=40, blank=True)
    digest = models.BinaryField(default=b"")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], condition=~Q(key=""), name="digest_decided_once")]
        indexes = [models.Index(fields=["person", "alike"], name="digest_of_person")]
