"""Destinations, where something leaves the house; deliveries, what is to leave by them and what came of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.groups.models import Group
from huiyin.journal.models import Entry
from huiyin.notices.models import Notice


class Destination(models.Model):
    """One address outside that is told again and again: a robot in a group of another chat program, a person's mailbox, or what another
    app has such deliveries for (a webhook's subscription: neither group nor person stand here). Addresses and secrets are kept encrypted
    under the server's key (sealing.py) and never shown again."""

    class Stopped(models.TextChoices):
        FAILURES = "failures", pgettext_lazy("why a destination stopped", "It could not be told anything for a day and more.")
        WRONG = "wrong", pgettext_lazy("why a destination stopped", "The other side says that the address or the secret is not right.")
        RIGHT = "right", pgettext_lazy("why a destination stopped", "Who set it up may no longer do so, or is locked out.")

    channel = models.CharField(max_length=10)  # a name of registry.TRANSPORTS
    group = models.ForeignKey(Group, null=True, on_delete=models.CASCADE, related_name="robots")  # of a robot
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="mailboxes")  # of a mailbox
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")  # of a robot or a mailbox
    name = models.CharField(max_length=30, blank=True)
    sealed = models.TextField(blank=True)
    hint = models.CharField(max_length=60, blank=True)  # what is shown of the address: "qyapi.weixin.qq.com … a1b2"
    told = models.JSONField(default=list)  # events of a robot (Headline.event), families of a mailbox (notices.wording.FAMILIES)
    bare = models.BooleanField(default=False)  # only that something happened, and where it stands: no title leaves the house
    language = models.CharField(max_length=10, default="zh-hans")
    made_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)  # after a failure or a limit: not before
    leased_until = models.DateTimeField(default=timezone.now)  # one thread of one process sends by it until then
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)  # whoever answers for it can set it going again
    stopped_for = models.CharField(max_length=8, choices=Stopped, blank=True)
    trouble = models.CharField(max_length=300, blank=True)  # what it said last when something was wrong
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "channels_outlet"  # as it was called
        constraints = [
            models.CheckConstraint(condition=Q(group=None) | Q(person=None), name="outlet_of_one"),
            models.UniqueConstraint(fields=["person", "channel"], condition=Q(ended_at=None), name="outlet_one_mailbox"),
        ]
        indexes = [
            models.Index(fields=["group"], condition=Q(ended_at=None), name="outlet_of_group"),
            models.Index(fields=["id"], condition=Q(ended_at=None, failing_since__isnull=False), name="outlet_failing"),
            models.Index(fields=["id"], condition=Q(ended_at=None, stopped_at__isnull=False), name="outlet_stopped"),
        ]

    OF_TROUBLE = ("failures", "failing_since", "next_at", "stopped_at", "stopped_for", "trouble")

    def goes_well(self, now: datetime) -> bool:
        """Whether nothing is wrong with it and it may be told at once: there is nothing to forget after a delivery that arrived."""
        return not self.failures and self.failing_since is None and not self.trouble and self.next_at <= now

    def go_on(self, now: datetime) -> None:
        """Forgets what was wrong: it is told again at once. Stores nothing; the columns are OF_TROUBLE."""
        self.failures, self.failing_since, self.next_at, self.stopped_at, self.stopped_for, self.trouble = 0, None, now, None, "", ""


class Delivery(models.Model):
    """One thing to be told: the outbox. Made in the transaction of what happened, sent after it. Its words are made when it is sent: who
    may no longer see something by then is not told it. It goes to a destination, or bears an address itself (`Outgoing`)."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("a delivery", "waiting to be sent")
        SENDING = "sending", pgettext_lazy("a delivery", "being sent")
        SENT = "sent", pgettext_lazy("a delivery", "sent")
        UNCLEAR = "unclear", pgettext_lazy("a delivery", "no answer came: it may have arrived")
        REFUSED = "refused", pgettext_lazy("a delivery", "not taken")
        SPARED = "spared", pgettext_lazy("a delivery", "not needed any more")
        GIVEN_UP = "given_up", pgettext_lazy("a delivery", "given up after a day")
        CALL = "call", pgettext_lazy("a delivery", "not sent, the month is used up: to be called")  # of text messages alone

    OPEN = (State.WAITING, State.SENDING)
    LOST = (State.UNCLEAR, State.REFUSED, State.GIVEN_UP)  # may be sent again by somebody's word

    channel = models.CharField(max_length=10)  # a name of registry.TRANSPORTS
    destination = models.ForeignKey(
        Destination, null=True, on_delete=models.CASCADE, db_column="outlet_id", related_name="deliveries"
    )  # None: it bears its address itself
    entry = models.ForeignKey(Entry, null=True, on_delete=models.PROTECT, related_name="+")  # None: a test, or told in words of its own
    notice = models.ForeignKey(Notice, null=True, on_delete=models.CASCADE, related_name="+")
    event = models.CharField(max_length=40, blank=True)  # the name under which a webhook is told it
    number = models.BigIntegerField(null=True)  # under which the other side knows it; None: under its own
    made_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)  # the end of quiet hours, unless it is urgent
    leased_until = models.DateTimeField(default=timezone.now)  # of what has no destination: one thread of one process sends it until then
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    attempts = models.PositiveIntegerField(default=0)
    recovered = models.BooleanField(default=False)  # a process ended between sending it and writing that down
    tried_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)  # of a webhook's last answer; None where none came
    answer = models.CharField(max_length=300, blank=True)  # what the other side said, or why it said nothing
    milliseconds = models.PositiveIntegerField(null=True)  # the last attempt took
    about = models.CharField(max_length=80, null=True, unique=True)  # of Outgoing, and all below
    sealed = models.TextField(blank=True)
    address_digest = models.CharField(max_length=64, blank=True)
    hint = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["destination", "entry"], name="outlet_told_once"),
            models.CheckConstraint(condition=Q(destination=None) ^ Q(about=None), name="delivery_has_one_address"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state__in=("waiting", "sending")), name="outlet_delivery_due"),
            models.Index(fields=["destination", "id"], condition=Q(state__in=("waiting", "sending")), name="delivery_open"),
            models.Index(fields=["destination", "-id"], name="outlet_delivery"),
            models.Index(fields=["-id"], condition=Q(state__in=("unclear", "refused", "given_up")), name="delivery_lost"),
            models.Index(fields=["channel", "made_at"], name="delivery_of_channel"),
            models.Index(fields=["address_digest"], condition=~Q(address_digest=""), name="delivery_of_address"),
        ]

    @classmethod
    def to(cls, destination: Destination, **about: Any) -> Delivery:
        """Gives one to this destination, not yet stored."""
        return cls(destination=destination, channel=destination.channel, **about)

    @property
    def known_as(self) -> int:
        """The number under which the other side knows it."""
        return self.number or self.pk


class MailCode(models.Model):
    """A six-digit code on its way to a mailbox that a person says is theirs. Only digests are kept of both."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    address_hash = models.CharField(max_length=64, db_index=True)
    sealed = models.TextField()  # the address
    code_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)


class OutgoingManager(models.Manager["Outgoing"]):
    """Only what bears its address itself."""

    def get_queryset(self) -> models.QuerySet[Outgoing]:
        return super().get_queryset().filter(destination=None)


class Outgoing(Delivery):
    """What the house itself tells somebody who has no account, once: by text message or e-mail. `about`: "case:123:answered:7", told once.
    Address and words are kept encrypted and go with the sending; `hint` is what may be shown of the address."""

    class Channel(models.TextChoices):
        TEXT = "text", pgettext_lazy("channel", "Text message")
        MAIL = "mail", pgettext_lazy("channel", "E-mail")

    objects: ClassVar[OutgoingManager] = OutgoingManager()

    class Meta:
        proxy = True


class TextMonth(models.Model):
    """How many text messages were handed to the gateway in a month."""

    month = models.DateField(unique=True)  # its first day
    sent = models.PositiveIntegerField(default=0)
    warned = models.PositiveSmallIntegerField(default=0)  # the share of the budget at which the administrator was told last

    @property
    def share(self) -> int:
        """How much of what a month allows is sent, in a hundred."""
        return self.sent * 100 // settings.TEXT_A_MONTH
