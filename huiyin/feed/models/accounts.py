"""公众号: a unit's voice, and the articles it publishes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.feed.models.moments import Moment
from huiyin.journal.models import Stream
from huiyin.media.models import Upload
from huiyin.people.models import Unit


class Account(models.Model):
    """The voice of a unit. Who holds a post in the unit writes for it; whom it belongs to goes with the post, not with a person."""

    stream = models.OneToOneField(Stream, on_delete=models.PROTECT, related_name="account")
    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="account")
    name = models.CharField(_("name"), max_length=40, unique=True)
    about = models.CharField(_("about"), max_length=200, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)


class Article(models.Model):
    """A longer text of an account, in Markdown. Published it has a moment, on which everything else hangs."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="articles")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=64)
    summary = models.CharField(_("summary"), max_length=120, blank=True)
    cover = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("text"))
    audience = models.CharField(max_length=8, choices=Moment.Audience, default=Moment.Audience.PUBLIC)
    moment = models.OneToOneField(Moment, null=True, on_delete=models.PROTECT, related_name="article")
    written_at = models.DateTimeField(default=timezone.now)
    publish_at = models.DateTimeField(null=True)  # when it is to be published; the clock does it

    class Meta:
        indexes = [models.Index(fields=["publish_at"], condition=Q(moment=None, publish_at__isnull=False), name="article_scheduled")]


class Correction(models.Model):
    """A dated note under an article: what was wrong, what is right."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=500)
    body_before = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
