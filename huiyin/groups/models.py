"""Groups, who is in them, and what was said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.journal.models import Stream
from huiyin.media.models import LinkCard, Upload
from huiyin.people.models import Post, Unit


class Group(models.Model):
    """A conversation. `last_n` numbers its messages under the stream's lock: unread counts and receipts are subtractions."""

    class Kind(models.TextChoices):
        WORK = "work", _("Work group")
        LISTENING = "listening", _("Listening group")
        NOTICE = "notice", _("Notice group")

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="group")
    name = models.CharField(_("name"), max_length=40)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.WORK)
    about = models.CharField(_("what it is for"), max_length=200, blank=True)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="groups")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)  # a temporary group archives itself after this day
    archived_at = models.DateTimeField(null=True)
    quiet = models.BooleanField(default=True)  # respects quiet hours and days off
    last_n = models.BigIntegerField(default=0)
    last_message = models.ForeignKey("Message", db_index=False, null=True, on_delete=models.SET_NULL, related_name="+")
    last_at = models.DateTimeField(default=timezone.now)

    @property
    def hue(self) -> int:
        """The hue (0–359) of the group's face."""
        return (self.pk or 0) * 67 % 360


class Member(models.Model):
    """A person in a group, now or once. `read_n` is the cursor: the number of the last message this person has read."""

    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")
        MANAGER = "manager", _("Manager")
        MEMBER = "member", _("Member")

    group = models.ForeignKey(Group, db_index=False, on_delete=models.CASCADE, related_name="members")  # member_once begins with it
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.MEMBER)
    silenced = models.BooleanField(default=False)  # a manager's word: may read, not post
    muted = models.BooleanField(default=False)  # the member's own wish: no sound, still counted
    read_n = models.BigIntegerField(default=0)
    joined_n = models.BigIntegerField(default=0)  # the group's last number when they came: what was said before asks nothing of them
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)
    brought = models.BooleanField(default=False)  # by a post or its unit alone: whom nobody named goes when the post does
    met = models.CharField(max_length=120, blank=True)  # where and when they met, from the QR code (story S8)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], name="member_once"),
            models.UniqueConstraint(fields=["group"], condition=Q(role="owner", left_at=None), name="group_one_owner"),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(left_at=None), name="member_mine"),
            models.Index(fields=["group", "read_n", "joined_n"], condition=Q(left_at=None), name="member_read"),
        ]


class Source(models.Model):
    """A unit or a post whose holders belong to the group: when the holder changes, the membership follows."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="sources")
    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(unit=None) ^ Q(post=None), name="source_unit_or_post"),
            models.UniqueConstraint(fields=["group", "unit", "post"], nulls_distinct=False, name="source_once"),
        ]


class Invite(models.Model):
    """A QR code or link that brings people into a group; it never signs anybody in by itself."""

    key = models.CharField(max_length=32, unique=True)
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="invites")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    met = models.CharField(_("where and when you met"), max_length=120, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    places = models.PositiveIntegerField(default=50)
    used = models.PositiveIntegerField(default=0)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(used__lte=models.F("places")), name="invite_places")]


class Message(models.Model):
    """What somebody said. Words are never edited; recalled within two minutes they leave a trace; erased by rule they leave a tombstone."""

    class Kind(models.TextChoices):
        TEXT = "text", pgettext_lazy("kind of message", "Text")
        PHOTO = "photo", _("Photos")
        VIDEO = "video", _("Video")
        FILE = "file", _("Files")
        PLACE = "place", _("Place")
        LINK = "link", _("Links")

    # Each index is a page more for every commit: none that another begins with, and of what is mostly empty only what is not.
    group = models.ForeignKey(Group, db_index=False, on_delete=models.CASCADE, related_name="messages")
    n = models.BigIntegerField()  # its number among the group's messages
    seq = models.BigIntegerField()  # its entry's place in the group's stream
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=6, choices=Kind, default=Kind.TEXT)
    text = models.TextField(blank=True)
    salt = models.CharField(max_length=32)
    # What belongs to the words: mentions [{"label", "person", "post"}], place {"name", "lat", "lon"}, forwarded {"author", "group", "at"},
    # robot {"name", "hook"}: a program said it; the author made its hook and answers for it
    extra = models.JSONField(default=dict)
    reply_to = models.ForeignKey("self", db_index=False, null=True, on_delete=models.PROTECT, related_name="replies")
    urgent_reason = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=40, blank=True)  # given by the browser: in the same group the same again answers the first message
    link_card = models.ForeignKey(LinkCard, db_index=False, null=True, on_delete=models.SET_NULL, related_name="+")
    recalled_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    pinned_at = models.DateTimeField(null=True)
    pinned_by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, null=True, on_delete=models.PROTECT, related_name="+")
    indexed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "n"], name="message_number_once"),
            models.UniqueConstraint(fields=["author", "key", "group"], condition=~Q(key=""), name="message_key_once_here"),
        ]
        indexes = [
            models.Index(fields=["group", "at"], name="message_when"),
            models.Index(fields=["id"], condition=Q(indexed=False), name="message_unindexed"),
            models.Index(fields=["group", "kind", "at"], condition=~Q(kind="text"), name="message_things"),
            models.Index(fields=["group", "-pinned_at"], condition=Q(pinned_at__isnull=False), name="message_pinned"),
            models.Index(fields=["reply_to"], condition=Q(reply_to__isnull=False), name="message_reply_to_set"),
            models.Index(fields=["link_card"], condition=Q(link_card__isnull=False), name="message_link_card_set"),
            models.Index(fields=["pinned_by"], condition=Q(pinned_by__isnull=False), name="message_pinned_by_set"),
        ]

    @property
    def robot(self) -> str:
        """The name of the program that said it for its author; empty for what a person said."""
        return (self.extra.get("robot") or {}).get("name", "")

    @property
    def speaker(self) -> str:
        """The name a message stands under: the author's, or the program's."""
        return self.robot or self.author.name


class MessageFile(models.Model):
    """A photo, video or file in a message, in the order chosen."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "order"], name="file_order_once")]
        ordering = ["message", "order"]
        indexes = [models.Index(fields=["group", "-id"], name="file_gallery")]


class Mention(models.Model):
    """Somebody named in a message, found by name or by the post they held (or acted for) at that moment."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    n = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "person"], name="mention_once")]
        indexes = [models.Index(fields=["person", "group", "n"], name="mention_waiting")]


class Export(models.Model):
    """A copy somebody asked for: of a group's conversation, which they lead, or (no group) of all that is kept of themselves. Made
    beside requests, theirs alone, gone after a week."""

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("an export", "waiting")
        RUNNING = "running", pgettext_lazy("an export", "being made")
        READY = "ready", pgettext_lazy("an export", "ready")
        FAILED = "failed", pgettext_lazy("an export", "failed")
        GONE = "gone", pgettext_lazy("an export", "gone")  # after its week, or taken away by who asked for it

    class Format(models.TextChoices):
        HTML = "html", _("Pages with pictures (zip)")
        JSON = "json", _("Data (JSON)")

    key = models.CharField(max_length=32, unique=True)
    group = models.ForeignKey(Group, null=True, on_delete=models.PROTECT, related_name="exports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    format = models.CharField(max_length=4, choices=Format)
    since = models.DateField(null=True)  # both days are in it
    until = models.DateField(null=True)
    language = models.CharField(max_length=10)
    asked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    beat_at = models.DateTimeField(default=timezone.now)  # while it is made: its maker lives
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)  # messages
    total = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)  # bytes
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["asked_at"], condition=Q(state__in=("waiting", "running")), name="export_to_make")]

    @property
    def path(self) -> str:
        """Where it lies in the storage: under the name of who asked for it, and nobody can guess it."""
        return f"exports/{self.by_id}/{self.key}.{'zip' if self.format == self.Format.HTML else 'json'}"
