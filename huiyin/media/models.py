"""What was sent with words: uploads; and what is shown of a link: cards."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.media.kinds import VOICES, beginning_of


class Upload(models.Model):
    """A photo, video or file. Its key is all its address tells, and cannot be guessed; who may see it is asked all the same.

    Not claimed yet: only its owner may see it, and after a day it is removed. Erased: the row stays, without name and content.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo", _("Photo")
        VIDEO = "video", _("Video")
        FILE = "file", _("File")

    key = models.CharField(max_length=32, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    name = models.CharField(max_length=120, blank=True)
    size = models.BigIntegerField()  # bytes stored of the main variant; nought once erased and gone from the storage
    content_type = models.CharField(max_length=60)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    digest = models.CharField(max_length=64)  # sha256 of the main variant as stored; the journal's seal covers it
    taken_at = models.DateTimeField(null=True)  # as the picture itself says; facts.facts_of tells whether that can be
    taken_assumed = models.BooleanField(default=False)  # it named no zone: the county's was assumed
    latitude = models.DecimalField(max_digits=6, decimal_places=4, null=True)  # only where the uploader allowed it
    longitude = models.DecimalField(max_digits=7, decimal_places=4, null=True)
    poster = models.BooleanField(default=False)  # a video has a picture to show before it plays
    created_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude=None, longitude=None)
                | models.Q(
                    latitude__isnull=False, longitude__isnull=False,
                    latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180,
                ),
                name="upload_place_on_earth",
            )
        ]
        indexes = [
            models.Index(fields=["created_at"], condition=models.Q(claimed_at=None), name="upload_unclaimed"),
            models.Index(fields=["erased_at"], condition=models.Q(erased_at__isnull=False, size__gt=0), name="upload_to_erase"),
        ]

    @property
    def main(self) -> str:
        """The variant that is the thing itself: "large" of a photo, "video", "file"."""
        return {"photo": "large", "video": "video", "file": "file"}[self.kind]

    @property
    def variants(self) -> tuple[str, ...]:
        """The variants that exist, the main one first."""
        if self.kind == self.Kind.PHOTO:
            # The picture of a link card has only its thumbnail.
            return ("large", "thumb") if self.content_type == "image/jpeg" else ("thumb",)
        if self.kind == self.Kind.VIDEO:
            return ("video", "poster", "thumb") if self.poster else ("video",)
        return ("file",)

    @property
    def is_voice(self) -> bool:
        """Whether it is a recording whose container is known: it is played, not downloaded."""
        return self.kind == self.Kind.FILE and self.content_type in VOICES

    @property
    def shape(self) -> tuple[int, int]:
        """Width and height as its thumbnail or poster shows it; of a long photo that is its beginning (photos.py cuts it so)."""
        width, height = self.width or 0, self.height or 0
        if self.kind == self.Kind.PHOTO:
            return beginning_of(width, height)
        return width, height

    def path(self, variant: str) -> str:
        """Where a variant lies in the storage. Sharded: a directory of a million files is slow on any disk."""
        return f"{self.key[:2].lower()}/{self.key[2:4].lower()}/{self.key}.{variant}"


class LinkCard(models.Model):
    """What a link shows of itself, kept for a week. `failed` says why there is nothing to show."""

    url_hash = models.CharField(max_length=64, unique=True)  # an index on 2,000 characters would be refused by some databases
    url = models.CharField(max_length=2000)
    title = models.CharField(max_length=120, blank=True)
    description = models.CharField(max_length=300, blank=True)
    site = models.CharField(max_length=60, blank=True)
    image = models.ForeignKey(Upload, null=True, blank=True, on_delete=models.SET_NULL)
    fetched_at = models.DateTimeField()
    failed = models.CharField(max_length=30, blank=True)
