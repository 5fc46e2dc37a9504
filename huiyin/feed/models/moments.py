"""Moments: what somebody says to more than a conversation, and whom it may reach."""

from __future__ import annotations

from collections.abc import Collection

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huiyin.groups.models import Group
from huiyin.journal.models import Stream
from huiyin.media.models import Upload
from huiyin.people.models import Unit


class Moment(models.Model):
    """动态: words with pictures, for an audience chosen exactly. A repost knows what it reposts (`parent`) and where all began (`root`).

    `audience` is what its author chose; what counts is the intersection of the whole path: `level` is its widest possible reach, and
    where that is NARROW its `gates` say which moments of the path must each admit a reader (rules.visible_to).
    """

    class Audience(models.TextChoices):
        PUBLIC = "public", pgettext_lazy("audience", "Public")
        EVERYONE = "everyone", pgettext_lazy("audience", "Everyone signed in here")
        UNIT = "unit", pgettext_lazy("audience", "A unit")
        GROUP = "group", pgettext_lazy("audience", "A group")
        PEOPLE = "people", pgettext_lazy("audience", "Named people")

    class Level(models.IntegerChoices):
        NARROW = 0
        EVERYONE = 1
        PUBLIC = 2

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="moment")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, db_index=False, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("feed.Account", null=True, db_index=False, on_delete=models.PROTECT, related_name="moments")
    home = models.ForeignKey(Unit, null=True, db_index=False, on_delete=models.SET_NULL, related_name="+")  # the unit it comes from
    post_shown = models.CharField(max_length=120, blank=True)  # the post its author held then: a record, also when they move on
    root = models.ForeignKey("self", null=True, db_index=False, on_delete=models.PROTECT, related_name="cascade")
    parent = models.ForeignKey("self", null=True, db_index=False, on_delete=models.PROTECT, related_name="children")
    via = models.ForeignKey("feed.Share", null=True, db_index=False, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(blank=True)
    topic = models.CharField(max_length=30, blank=True)
    audience = models.CharField(max_length=8, choices=Audience, default=Audience.EVERYONE)
    unit = models.ForeignKey(Unit, null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
    level = models.SmallIntegerField(choices=Level)
    consented_at = models.DateTimeField(null=True)  # a resident's consent to this moment being public (PIPL 25)
    place = models.CharField(_("place"), max_length=60, blank=True)
    latitude = models.DecimalField(max_digits=6, decimal_places=4, null=True)  # WGS-84, only if chosen
    longitude = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    # {"url", "title", "source"}: a link card, as fetched or typed by hand.
    link = models.JSONField(default=dict, blank=True)
    message = models.ForeignKey("groups.Message", null=True, db_index=False, on_delete=models.SET_NULL, related_name="+")
    key = models.CharField(max_length=40, blank=True)  # its author's: the same again answers the first
    digest = models.BinaryField(max_length=16, default=b"")  # of what was sent under the key
    at = models.DateTimeField(default=timezone.now)
    edited_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    deleted_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)  # by a moderator
    likes = models.PositiveIntegerField(default=0)
    comments = models.PositiveIntegerField(default=0)
    reposts = models.PositiveIntegerField(default=0)  # direct ones

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], condition=~Q(key=""), name="moment_once_by_key"),
            models.CheckConstraint(condition=Q(root=None, parent=None) | Q(root__isnull=False, parent__isnull=False),
                                   name="moment_of_a_root"),
            models.CheckConstraint(condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                                   name="moment_place_whole"),
            models.CheckConstraint(condition=~Q(audience="unit") | Q(unit__isnull=False), name="moment_for_a_unit"),
            models.CheckConstraint(condition=~Q(audience="group") | Q(group__isnull=False), name="moment_for_a_group"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["by", "-id"], name="moment_of_person"),
            models.Index(fields=["account", "-id"], condition=Q(account__isnull=False), name="moment_of_account"),
            models.Index(fields=["home", "-id"], condition=Q(home__isnull=False), name="moment_nearby"),
            models.Index(fields=["root", "id"], condition=Q(root__isnull=False), name="moment_cascade"),
            models.Index(fields=["parent", "id"], condition=Q(parent__isnull=False), name="moment_children"),
            models.Index(fields=["-id"], condition=Q(level=0), name="moment_narrow"),
            models.Index(fields=["topic", "-id"], condition=~Q(topic=""), name="moment_topic"),
            models.Index(fields=["-id"], condition=Q(latitude__isnull=False), name="moment_placed"),
        ]

    @property
    def begins(self) -> int:
        """The id of the moment in which its cascade began; its own for one that reposts nothing."""
        return self.root_id or self.pk

    @property
    def gone(self) -> bool:
        """Whether only a tombstone is left: deleted, or taken down by a moderator."""
        return self.deleted_at is not None or self.hidden_at is not None

    @classmethod
    def locked(cls, pk: int) -> Moment:
        """Gives the moment with the row of its cascade's root and its own locked until the transaction ends, in this order everywhere."""
        root = cls.objects.values_list("root", flat=True).get(pk=pk)
        if root is not None:
            cls.objects.select_for_update().values_list("pk").get(pk=root)
        return cls.objects.select_for_update(of=("self",)).select_related("by", "account").get(pk=pk)

    @classmethod
    def lock_all(cls, pks: Collection[int]) -> None:
        """Locks several and their cascades' roots, in the order of their numbers; call it before the first is answered."""
        roots = set(cls.objects.filter(pk__in=pks, root__isnull=False).values_list("root", flat=True))
        list(cls.objects.select_for_update().filter(pk__in={*pks, *roots}).order_by("pk").values_list("pk"))


class Gate(models.Model):
    """A moment on another's path (or itself) that is narrower than everyone: a reader must pass each."""

    moment = models.ForeignKey(Moment, db_index=False, on_delete=models.CASCADE, related_name="gates")
    of = models.ForeignKey(Moment, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["moment", "of"], name="gate_once")]


class Named(models.Model):
    """Somebody a moment is for, where its audience is named people."""

    moment = models.ForeignKey(Moment, db_index=False, on_delete=models.CASCADE, related_name="named")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["moment", "person"], name="named_once")]


class MomentFile(models.Model):
    """A photo or film of a moment, in the order its author gave."""

    moment = models.ForeignKey(Moment, db_index=False, on_delete=models.CASCADE, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["moment", "order"], name="moment_file_order")]
        ordering = ["order"]


class Version(models.Model):
    """What a moment said before it was edited; everybody who may see the moment may see it."""

    moment = models.ForeignKey(Moment, db_index=False, on_delete=models.CASCADE, related_name="versions")
    n = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    at = models.DateTimeField()  # since when it said so

    class Meta:
        constraints = [models.UniqueConstraint(fields=["moment", "n"], name="version_once")]
        ordering = ["n"]


class Share(models.Model):
    """A short code under which a moment is carried elsewhere; each sharer has their own, so that what it brings is known by branch."""

    code = models.CharField(max_length=12, unique=True)
    moment = models.ForeignKey(Moment, db_index=False, on_delete=models.CASCADE, related_name="shares")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["moment", "by"], name="share_once")]
