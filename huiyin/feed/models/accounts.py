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
    # In whose right it is published then: it is asked again at that moment.
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField(null=True)  # it was due, and nobody had the right any more
    edition = models.PositiveIntegerField(default=1)  # of the draft: who saves an older one is told, and overwrites nobody
    key = models.CharField(max_length=40, blank=True)  # its writer's: the same again answers the first
    digest = models.BinaryField(max_length=16, default=b"")  # of what was sent under the key

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "key"], condition=~Q(key=""), name="article_once_by_key")]
        indexes = [models.Index(fields=["publish_at"], condition=Q(moment=None, publish_at__isnull=False), name="article_scheduled")]


    @classmethod
    def locked(cls, pk: int) -> Article:
        """Gives the article with its row locked until the transaction ends. Whoever locks its moment too locks the article first."""
        return cls.objects.select_for_update(of=("self",)).select_related("account", "cover", "moment").get(pk=pk)


class ArticleFile(models.Model):
    """A picture of an article. Its text names it by its number, from 1, or by its key; it stays as long as the article does."""

    article = models.ForeignKey(Article, db_index=False, on_delete=models.CASCADE, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="article_file_number")]
        ordering = ["number"]


class Correction(models.Model):
    """A dated note under an article: what was wrong, what is right. What it said before stays readable."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=500)
    title_before = models.CharField(max_length=64, blank=True)
    summary_before = models.CharField(max_length=120, blank=True)
    body_before = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
