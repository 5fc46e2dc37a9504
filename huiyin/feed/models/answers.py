"""What people answer a moment with, whom they follow and mute, what they report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.feed.models.moments import Moment


class Comment(models.Model):
    """What somebody said under a moment, perhaps in reply to another's comment."""

    moment = models.ForeignKey(Moment, db_index=False, on_delete=models.CASCADE, related_name="comment_set")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reply_to = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replies")
    text = models.TextField()
    key = models.CharField(max_length=40, blank=True)
    # Whom the moment reached when this was said: letting more see the moment shows them no words that were not meant for them.
    level = models.SmallIntegerField(choices=Moment.Level, default=Moment.Level.NARROW)
    at = models.DateTimeField(default=timezone.now)
    deleted_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["moment", "by", "key"], condition=~Q(key=""), name="comment_once_by_key")]
        indexes = [models.Index(fields=["moment", "id"], name="comment_of_moment")]

    @property
    def gone(self) -> bool:
        """Whether only a tombstone is left."""
        return self.deleted_at is not None or self.hidden_at is not None


class Like(models.Model):
    """赞: one a person."""

    moment = models.ForeignKey(Moment, db_index=False, on_delete=models.CASCADE, related_name="like_set")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["moment", "by"], name="like_once")]


class Follow(models.Model):
    """Somebody follows a person or an account."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey("feed.Account", null=True, on_delete=models.CASCADE, related_name="followers")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(person=None) ^ Q(account=None), name="follow_person_or_account"),
            models.UniqueConstraint(fields=["by", "person"], condition=Q(account=None), name="follow_person_once"),
            models.UniqueConstraint(fields=["by", "account"], condition=Q(person=None), name="follow_account_once"),
        ]


class Mute(models.Model):
    """Somebody wants to see nothing more of a person in the square; nobody is told."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "person"], name="mute_once")]


class Flag(models.Model):
    """Somebody says to the moderators that a moment or a comment should not stand there."""

    class Reason(models.TextChoices):
        FALSE = "false", pgettext_lazy("why something is reported", "It is not true")
        PRIVATE = "private", pgettext_lazy("why something is reported", "It shows somebody's private matters")
        CHILD = "child", pgettext_lazy("why something is reported", "It concerns a child")
        INSULT = "insult", pgettext_lazy("why something is reported", "It insults or threatens somebody")
        FRAUD = "fraud", pgettext_lazy("why something is reported", "It deceives: fraud, a false offer")
        OTHER = "other", pgettext_lazy("why something is reported", "Something else")

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("state of a report", "Waits")
        UPHELD = "upheld", pgettext_lazy("state of a report", "Taken down")
        DISMISSED = "dismissed", pgettext_lazy("state of a report", "Left standing")

    moment = models.ForeignKey(Moment, db_index=False, on_delete=models.CASCADE, related_name="flags")
    comment = models.ForeignKey(Comment, null=True, on_delete=models.CASCADE, related_name="flags")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=8, choices=Reason)
    words = models.CharField(_("in your words"), max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    at = models.DateTimeField(default=timezone.now)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["moment", "by"], condition=Q(comment=None), name="report_moment_once"),
            models.UniqueConstraint(fields=["comment", "by"], condition=Q(comment__isnull=False), name="report_comment_once"),
        ]
        indexes = [models.Index(fields=["at"], condition=Q(state="open"), name="report_open")]
