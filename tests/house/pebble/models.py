"""Pebbles."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.groups.models import Group
from huiyin.journal.models import Stream
from huiyin.media.models import Upload
from huiyin.people.models import Post


class State(models.TextChoices):
    """Where a pebble stands."""

    LAID = "laid", pgettext_lazy("state of a pebble", "Laid down")
    LIFTED = "lifted", pgettext_lazy("state of a pebble", "Lifted")


class Pebble(models.Model):
    """A question laid down in a group before the holder of a post. Its record is a stream of its own."""

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="pebble")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="pebbles")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)
    photo = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.LAID)
    laid_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_key = models.CharField(max_length=40, blank=True)  # under which it came: sent again from the device it is the same

    @classmethod
    def locked(cls, pk: int) -> Pebble:
        """Gives the pebble with its stream's and its own row locked until the transaction ends, in this order everywhere."""
        Stream.locked(cls.objects.values_list("stream", flat=True).get(pk=pk))
        return cls.objects.select_for_update().select_related("group", "stream").get(pk=pk)
