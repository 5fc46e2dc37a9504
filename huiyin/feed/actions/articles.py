"""An article before it is published: written, changed, given up. Whoever writes for the account works on it; it is nobody's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid, KeyUsed, NotAllowed, NotThere, TooMuch, WrongState
from huiyin.core.throttle import throttle
from huiyin.feed import markdown, rules
from huiyin.feed.actions.drafts import line_in, words_in
from huiyin.feed.actions.releasing import CLOCK, publish_article, schedule_article, subject_of
from huiyin.feed.models import Account, Article, ArticleFile, Moment
from huiyin.journal import clocks
from huiyin.media.actions import claim, erase_upload
from huiyin.media.idempotency import content_digest
from huiyin.media.models import Upload
from huiyin.people.models import Person

TITLE_LIMIT, SUMMARY_LIMIT = 64, 120
BODY_LIMIT = 30_000  # characters: a long report
PICTURES_LIMIT = 40
DRAFTS_LIMIT = 200  # of one account
SAVED_AN_HOUR = 240  # by one person
AUDIENCES = (Moment.Audience.PUBLIC, Moment.Audience.EVERYONE, Moment.Audience.UNIT)


@dataclass(slots=True)
class ArticleDraft:
    """What somebody writes for an account. `uploads`: keys of pictures they uploaded for it, beside those its text names; `cover`: the
    key of its first picture, "" for none. `publish`: at once, or at a moment (`publish_at`)."""

    by: Person
    title: str
    body: str
    summary: str = ""
    audience: str = Moment.Audience.PUBLIC
    uploads: Sequence[str] = ()
    cover: str = ""
    publish: bool = False
    publish_at: datetime | None = None
    key: str = ""


@dataclass(slots=True)
class Written:
    """An article that is stored. `again`: the same key came with the same content before."""

    article: Article
    again: bool = False


def write_article(account: Account, draft: ArticleDraft) -> Written:
    """Keeps an article of an account, once for a key; publishes it where the draft says so.

    Raises NotAllowed for who does not write for the account, Invalid with its field, TooMuch, TooOften, KeyUsed; and as
    `publish_article` and `schedule_article` do.
    """
    pictures = [*draft.uploads, *([draft.cover] if draft.cover else [])]
    sent = replace(draft, by=draft.by.pk, uploads=pictures, cover="first" if draft.cover else "")  # type: ignore[arg-type]
    digest = content_digest(account.pk, sent)
    try:
        with transaction.atomic():
            return _write(account, draft, digest)
    except IntegrityError:
        first = _first(draft, digest)  # the same key at the same moment: one of the two was first
        if first is None:
            raise
        return first


def _write(account: Account, draft: ArticleDraft, digest: bytes) -> Written:
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not draft.by.is_active or not rules.may_write_for(draft.by, account):
        raise NotAllowed(_("Whoever holds a post in the unit writes for its account."))
    first = _first(draft, digest)
    if first is not None:
        return first
    throttle(f"pace:articles:{draft.by.pk}", SAVED_AN_HOUR, 3600)
    if Article.objects.filter(account=account, moment=None).count() >= DRAFTS_LIMIT:
        raise TooMuch(_("Many drafts wait here. Publish some, or give them up."), field="title")
    article = Article.objects.create(account=account, by=draft.by, key=draft.key, digest=digest, **checked_words(draft))
    bear_pictures(article, draft)
    if draft.publish_at is not None:
        article = schedule_article(article, draft.by, draft.publish_at)
    elif draft.publish:
        article = publish_article(article, draft.by)
    return Written(article)


def _first(draft: ArticleDraft, digest: bytes) -> Written | None:
    first = Article.objects.filter(by=draft.by, key=draft.key).select_related("account", "cover", "moment").first() if draft.key else None
    if first is not None and bytes(first.digest) != digest:
        raise KeyUsed(field="key")
    return Written(first, again=True) if first is not None else None


def change_article(article: Article, draft: ArticleDraft, edition: int | None = None) -> Article:
    """Saves an article that is not published yet. Takes which edition was changed: raises WrongState where somebody saved another since.

    A time at which it is to be published stays. Gives the article. Raises as `write_article`.
    """
    with transaction.atomic():
        article = own_article(article.pk, draft.by)
        if article.moment_id is not None:
            raise WrongState
        if edition is not None and edition != article.edition:
            raise WrongState(_("Somebody saved this article while you wrote. Copy your words, look at theirs, then save again."))
        throttle(f"pace:articles:{draft.by.pk}", SAVED_AN_HOUR, 3600)
        columns = checked_words(draft) | {"edition": article.edition + 1}
        for name, value in columns.items():
            setattr(article, name, value)
        article.save(update_fields=list(columns))
        bear_pictures(article, draft)
    return article


def discard_article(article: Article, by: Person) -> None:
    """Gives up an article that was not published: its words and pictures go for good. Raises NotThere, WrongState."""
    with transaction.atomic():
        article = own_article(article.pk, by)
        if article.moment_id is not None:
            raise WrongState
        clocks.cancel(CLOCK, subject_of(article))
        pictures = [one.upload for one in article.files.select_related("upload")]
        article.delete()
        for upload in pictures:
            erase_upload(upload)


def own_article(pk: int, by: Person) -> Article:
    """Gives an article, locked, to who writes for its account today. Raises NotThere: drafts are nobody else's business."""
    article = Article.locked(pk) if Article.objects.filter(pk=pk).exists() else None
    if article is None or not by.is_active or not rules.may_write_for(by, article.account):
        raise NotThere
    return article


def checked_words(draft: ArticleDraft) -> dict[str, Any]:
    """Gives what of a draft's words is kept. Raises Invalid with its field, TooMuch for more than a page can show."""
    title, body = line_in(draft.title, TITLE_LIMIT), words_in(draft.body, "body", BODY_LIMIT)
    if not title:
        raise Invalid(_("Give the article a title."), field="title")
    if not body:
        raise Invalid(_("Write something."), field="body")
    if draft.audience not in AUDIENCES:
        raise Invalid(_("Choose who is to see this."), field="audience")
    if len(markdown.to_html(body)) > markdown.HTML_LIMIT:
        raise TooMuch(_("This would be too long a page. Make several articles of it."), field="body")
    return {"title": title, "summary": line_in(draft.summary, SUMMARY_LIMIT), "body": body, "audience": draft.audience}


def bear_pictures(article: Article, draft: ArticleDraft) -> None:
    """Makes the pictures of a draft the article's own: those uploaded for it, its cover, and those its text names by key.

    Raises Invalid for one that is no longer there or is no photo, and for too many.
    """
    own = {one.upload.key: one.upload for one in article.files.select_related("upload")}
    named = [*draft.uploads, *([draft.cover] if draft.cover else [])]
    fresh = [key for key in dict.fromkeys(named) if key not in own]
    written = [key for key in markdown.pictures_named(article.body) if len(key) > 8 and key not in own and key not in fresh]
    found = {one.key: one for one in Upload.objects.filter(key__in=[*fresh, *written], owner=draft.by, claimed_at=None, erased_at=None)}
    if any(key not in found for key in fresh):
        raise Invalid(_("A picture is no longer here. Choose it once more."), field="uploads")
    taken = [found[key] for key in [*fresh, *written] if key in found]  # an unknown name in the text shows its words alone
    if any(one.kind != Upload.Kind.PHOTO for one in taken):
        raise Invalid(_("Only pictures can stand in an article."), field="uploads")
    if len(own) + len(taken) > PICTURES_LIMIT:
        raise Invalid(_("At most %(limit)s pictures go into one article.") % {"limit": PICTURES_LIMIT}, field="uploads")
    last = article.files.order_by("-number").values_list("number", flat=True).first() or 0
    claim(taken, timezone.now())
    ArticleFile.objects.bulk_create(ArticleFile(article=article, upload=one, number=last + n) for n, one in enumerate(taken, 1))
    cover = (own | found).get(draft.cover) if draft.cover else None
    if article.cover_id != (cover.pk if cover else None):
        article.cover = cover
        article.save(update_fields=["cover"])
