"""Destinations, where something leaves the house; deliveries, what is to leave by them and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.groups.models import Group
from huiyin.journal.models import Entry
from huiyin.notices.models import Notice


class Destination(models.Model):
    """One address outside: a robot in a group of another chat program, or a person's mailbox. Addresses and secrets are kept
    encrypted under the server's key (sealing.py) and never shown again."""

    channel = models.CharField(max_length=10)  # a name of registry.CHANNELS
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="robots")  # of a robot
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="mailboxes")  # of a mailbox
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=30, blank=True)
    sealed = models.TextField()
    hint = models.CharField(max_length=60)  # what is shown of the address: "qyapi.weixin.qq.com … a1b2"
    told = models.JSONField(default=list)  # events of a robot (Headline.event), families of a mailbox (notices.wording.FAMILIES)
    bare = models.BooleanField(default=False)  # only that something happened, and where it stands: no title leaves the house
    language = models.CharField(max_length=10, default="zh-hans")
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)  # after a failure or a limit: not before
    leased_until = models.DateTimeField(default=timezone.now)  # one thread of one process sends by it until then
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # the other side says the address or secret is wrong
    trouble = models.CharField(max_length=300, blank=True)  # what it said last when something was wrong
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_outlet"  # as it was called
        constraints = [
            models.CheckConstraint(condition=Q(group=None) ^ Q(person=None), name="outlet_of_group_or_person"),
            models.UniqueConstraint(fields=["person", "channel"], condition=Q(ended_at=None), name="outlet_one_mailbox"),
        ]
        indexes = [models.Index(fields=["group"], condition=Q(ended_at=None), name="outlet_of_group")]


class Delivery(models.Model):
    """One thing to be told by one destination: made in the transaction of what happened, sent after it, never twice. Its words are made
    when it is sent: who may no longer see something by then is not told it."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("a delivery", "waiting to be sent")
        SENDING = "sending", pgettext_lazy("a delivery", "being sent")
        SENT = "sent", pgettext_lazy("a delivery", "sent")
        UNCLEAR = "unclear", pgettext_lazy("a delivery", "no answer came: it may have arrived")
        REFUSED = "refused", pgettext_lazy("a delivery", "not taken")
        SPARED = "spared", pgettext_lazy("a delivery", "not needed any more")
        GIVEN_UP = "given_up", pgettext_lazy("a delivery", "given up after a day")
        CALL = "call", pgettext_lazy("a delivery", "not sent, the month is used up: to be called")  # of text messages alone

    destination = models.ForeignKey(Destination, on_delete=models.CASCADE, db_column="outlet_id", related_name="deliveries")
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")  # None: a test
    notice = models.ForeignKey(Notice, null=True, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)  # the end of quiet hours, unless it is urgent
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    recovered = models.BooleanField(default=False)  # a process ended between sending it and writing that down
    tried_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["destination", "entry"], name="outlet_told_once")]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=("waiting", "sending")), name="outlet_delivery_due"),
            models.Index(fields=["destination", "-id"], name="outlet_delivery"),
            models.Index(fields=["made_at"], name="outlet_delivery_made"),
        ]


class MailCode(models.Model):
    """A six-digit code on its way to a mailbox that a person says is theirs. Only digests are kept of both."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64, db_index=True)
    sealed = models.TextField()  # the address
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)


class Outgoing(models.Model):
    """What the house itself tells somebody who has no account, once: by text message or e-mail. Address and words are kept encrypted and
    go with the sending."""

    class Channel(models.TextChoices):
        TEXT = "text", pgettext_lazy("channel", "Text message")
        MAIL = "mail", pgettext_lazy("channel", "E-mail")

    State = Delivery.State

    channel = models.CharField(max_length=4, choices=Channel)
    about = models.CharField(max_length=80, unique=True)  # "case:123:answered:7": told once
    sealed = models.TextField()
    address_digest = models.CharField(max_length=64)
    hint = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    leased_until = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    recovered = models.BooleanField(default=False)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=("waiting", "sending")), name="outgoing_due"),
            models.Index(fields=["channel", "made_at"], name="outgoing_made"),
        ]


class TextMonth(models.Model):
    """How many text messages were handed to the gateway in a month."""

    month = models.DateField(unique=True)  # its first day
    sent = models.PositiveIntegerField(default=0)
    warned = models.PositiveSmallIntegerField(default=0)  # the share of the budget at which the administrator was told last

    @property
    def share(self) -> int:
        """How much of what a month allows is sent, in a hundred."""
        return self.sent * 100 // settings.TEXT_A_MONTH
